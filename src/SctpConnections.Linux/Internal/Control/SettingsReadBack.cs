using System.Globalization;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// Reads back what was asked for. The kernel rounds, clamps and drops some options without an error; whoever relies on one has
/// to be told.
/// </summary>
internal static class SettingsReadBack
{
    public static IReadOnlyList<SctpAdjustment> Compare(KernelControl control, bool isAssociation, SctpAssociationOptions asked)
    {
        var adjustments = new List<SctpAdjustment>();
        var settings = control.Settings;
        Try(nameof(asked.NoDelay), asked.NoDelay, () => settings.NoDelay);
        Try(nameof(asked.ReceiveBufferSize), asked.ReceiveBufferSize, () => Buffer(control, LibCConstants.SO_RCVBUF));
        Try(nameof(asked.SendBufferSize), asked.SendBufferSize, () => Buffer(control, LibCConstants.SO_SNDBUF));
        Check(nameof(asked.RtoInitial), asked.RtoInitial, () => settings.RetransmissionTimeouts.Initial);
        Check(nameof(asked.RtoMin), asked.RtoMin, () => settings.RetransmissionTimeouts.Min);
        Check(nameof(asked.RtoMax), asked.RtoMax, () => settings.RetransmissionTimeouts.Max);
        Check(nameof(asked.AssociationMaxRetransmissions), asked.AssociationMaxRetransmissions, () => settings.AssociationMaxRetransmissions);
        Check(nameof(asked.CookieLifetime), asked.CookieLifetime, () => settings.CookieLifetime);
        Check(nameof(asked.MaxInitAttempts), asked.MaxInitAttempts, () => settings.Initiation.MaxAttempts);
        Check(nameof(asked.MaxInitTimeout), asked.MaxInitTimeout, () => settings.Initiation.MaxTimeout);
        Check(nameof(asked.DisableFragments), asked.DisableFragments, () => settings.DisableFragments);
        Check(nameof(asked.MaxFragmentSize), asked.MaxFragmentSize, () => settings.MaxFragmentSize);
        Check(nameof(asked.MaxBurst), asked.MaxBurst, () => settings.MaxBurst);
        Check(nameof(asked.FragmentInterleave), asked.FragmentInterleave, () => settings.FragmentInterleave);
        Check(nameof(asked.PartialDeliveryPoint), asked.PartialDeliveryPoint, () => settings.PartialDeliveryPoint);
        Check(nameof(asked.AutomaticAddressReconfiguration), asked.AutomaticAddressReconfiguration, () => settings.AutomaticAddressReconfiguration);
        Check(nameof(asked.ExposePotentiallyFailed), asked.ExposePotentiallyFailed, () => settings.ExposePotentiallyFailed == true);
        Check(nameof(asked.StreamScheduler), asked.StreamScheduler, () => control.Streams.Scheduler);
        Check(nameof(asked.SackFrequency), asked.SackFrequency, () => (int)settings.Sack.Frequency);
        // Acknowledging each packet has no delay that could be read.
        Check(nameof(asked.SackDelay), asked.SackDelay == TimeSpan.Zero ? null : asked.SackDelay, () => settings.Sack.Delay);
        ComparePath();
        if (isAssociation)
        {
            Check(nameof(asked.OutboundStreams), (int?)asked.OutboundStreams, () => control.GetStatus().OutboundStreams);
            Check(nameof(asked.PartialReliability), asked.PartialReliability, () => settings.PartialReliability);
            Check(nameof(asked.MessageInterleaving), asked.MessageInterleaving, () => settings.MessageInterleaving);
            Check(nameof(asked.AddressReconfiguration), asked.AddressReconfiguration, () => settings.AddressReconfiguration);
            Check(nameof(asked.Authentication), asked.Authentication, () => settings.Authentication);
            Check(nameof(asked.ExplicitCongestionNotification), asked.ExplicitCongestionNotification, () => settings.ExplicitCongestionNotification);
        }
        return adjustments;

        void ComparePath()
        {
            SctpPathSettings? path = null;
            SctpPathSettings Path() => path ??= control.Paths.GetSettings();
            Check(nameof(asked.HeartbeatInterval), asked.HeartbeatInterval, () => Path().HeartbeatInterval ?? default);
            Check(nameof(asked.PathMaxRetransmissions), asked.PathMaxRetransmissions, () => Path().MaxRetransmissions ?? default);
            Check(nameof(asked.PathMtu), asked.PathMtu, () => Path().Mtu ?? default);
            Check(nameof(asked.Dscp), asked.Dscp, () => Path().Dscp ?? default);
            Check(nameof(asked.FlowLabel), asked.FlowLabel, () => Path().FlowLabel ?? default);
            Check(nameof(asked.PotentiallyFailedThreshold), asked.PotentiallyFailedThreshold, () => Path().PotentiallyFailedThreshold ?? default);
            Check(nameof(asked.PrimarySwitchoverThreshold), asked.PrimarySwitchoverThreshold, () => Path().PrimarySwitchoverThreshold ?? default);
            Check(nameof(asked.UdpEncapsulationPort), asked.UdpEncapsulationPort, () => Path().UdpEncapsulationPort ?? default);
            Check(nameof(asked.MtuProbeInterval), asked.MtuProbeInterval, () => Path().MtuProbeInterval ?? default);
        }

        void Check<T>(string name, T? value, Func<T> read)
            where T : struct
        {
            if (value is { } set)
            {
                Try(name, set, read);
            }
        }

        void Try<T>(string name, T value, Func<T> read)
            where T : struct
        {
            try
            {
                if (read() is var effective && !EqualityComparer<T>.Default.Equals(effective, value))
                {
                    adjustments.Add(new SctpAdjustment(name, Text(value), Text(effective)));
                }
            }
            catch (NotSupportedException)
            {
                adjustments.Add(new SctpAdjustment(name, Text(value), "unknown to this kernel"));
            }
        }
    }

    private static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>The kernel doubles what it is given, for its own bookkeeping.</summary>
    private static int Buffer(KernelControl control, int option)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        control.GetOption(LibCConstants.SOL_SOCKET, option, value);
        return BitConverter.ToInt32(value) / 2;
    }
}

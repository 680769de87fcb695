using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Prepares a socket: the options of its associations, and the events that it reports.</summary>
internal static class SocketSettings
{
    public static void Apply(SafeSctpHandle handle, SctpAssociationOptions options)
    {
        var control = new KernelControl(handle, associationId: 0, isAssociation: false, options);
        ApplyProtocol(control.Settings, options);
        if (options.ReusePort)
        {
            // SCTP's own option does not let a second socket in once the first one listens; the other does (Linux 4.21).
            control.Settings.ReusePort = true;
            control.SetOption(LibCConstants.SOL_SOCKET, LibCConstants.SO_REUSEPORT, BitConverter.GetBytes(1));
        }
        ApplyExtensions(control.Settings, options);
        ApplyAuthentication(control.Authentication, options);
        control.Paths.Configure(PathSettings(options));
        if (options.StreamScheduler is { } scheduler)
        {
            control.Streams.Scheduler = scheduler;
        }
        EventSubscription.SubscribeAll(handle, options);
    }

    /// <summary>What can be set only once the socket is bound.</summary>
    public static void ApplyBound(SafeSctpHandle handle, SctpAssociationOptions options)
    {
        var settings = new KernelControl(handle, associationId: 0, isAssociation: false, options).Settings;
        Set(options.AutomaticAddressReconfiguration, value => settings.AutomaticAddressReconfiguration = value);
    }

    private static void ApplyProtocol(SctpSettings settings, SctpAssociationOptions options)
    {
        settings.NoDelay = options.NoDelay;
        settings.Initiation = new(options.OutboundStreams, options.InboundStreams, options.MaxInitAttempts ?? 0, options.MaxInitTimeout ?? default);
        if (options.RtoInitial is not null || options.RtoMin is not null || options.RtoMax is not null)
        {
            settings.RetransmissionTimeouts = new(options.RtoInitial ?? default, options.RtoMin ?? default, options.RtoMax ?? default);
        }
        Set(options.AssociationMaxRetransmissions, value => settings.AssociationMaxRetransmissions = value);
        Set(options.CookieLifetime, value => settings.CookieLifetime = value);
        if (options.SackDelay is not null || options.SackFrequency is not null)
        {
            settings.Sack = new(options.SackDelay ?? default, options.SackDelay == TimeSpan.Zero ? 1 : (uint)(options.SackFrequency ?? 0));
        }
        Set(options.AdaptationIndication, value => settings.AdaptationIndication = value);
        Set(options.DisableFragments, value => settings.DisableFragments = value);
        Set(options.MaxFragmentSize, value => settings.MaxFragmentSize = value);
        Set(options.MaxBurst, value => settings.MaxBurst = value);
        Set(options.PartialDeliveryPoint, value => settings.PartialDeliveryPoint = value);
        Set(options.ExposePotentiallyFailed, value => settings.ExposePotentiallyFailed = value);
    }

    private static void ApplyExtensions(SctpSettings settings, SctpAssociationOptions options)
    {
        // Interleaving needs the other to be on, and is turned off with it.
        Set(options.FragmentInterleave, value => settings.FragmentInterleave = value);
        Set(options.MessageInterleaving, value => settings.MessageInterleaving = value);
        Set(options.PartialReliability, value => settings.PartialReliability = value);
        Set(options.Authentication, value => settings.Authentication = value);
        // Peers refuse an association that offers address reconfiguration, as a sysctl may have it, without authentication.
        Set(options.AddressReconfiguration ?? (options.Authentication == false ? false : null), value => settings.AddressReconfiguration = value);
        Set(options.ExplicitCongestionNotification, value => settings.ExplicitCongestionNotification = value);
        Set(options.AllowedReconfigurations, value =>
        {
            settings.StreamReconfiguration = value != SctpReconfigurations.None;
            settings.AllowedReconfigurations = value;
        });
    }

    private static void ApplyAuthentication(SctpAuthentication authentication, SctpAssociationOptions options)
    {
        if (options.HmacAlgorithms is { } algorithms)
        {
            authentication.HmacAlgorithms = algorithms;
        }
        foreach (var chunk in options.AuthenticatedChunks ?? [])
        {
            authentication.RequireChunk(chunk);
        }
        foreach (var key in options.AuthenticationKeys)
        {
            authentication.SetKey(key.Id, key.Value);
        }
        Set(options.ActiveAuthenticationKeyId, value => authentication.ActiveKeyId = value);
    }

    private static SctpPathSettings PathSettings(SctpAssociationOptions options) => new()
    {
        HeartbeatInterval = options.HeartbeatInterval,
        MaxRetransmissions = options.PathMaxRetransmissions,
        Mtu = options.PathMtu,
        FlowLabel = options.FlowLabel,
        Dscp = options.Dscp,
        PotentiallyFailedThreshold = options.PotentiallyFailedThreshold,
        PrimarySwitchoverThreshold = options.PrimarySwitchoverThreshold,
        UdpEncapsulationPort = options.UdpEncapsulationPort,
        MtuProbeInterval = options.MtuProbeInterval,
    };

    private static void Set<T>(T? value, Action<T> set)
        where T : struct
    {
        if (value is { } given)
        {
            set(given);
        }
    }
}

namespace SctpConnections.AspNetCore;

/// <summary>Which key sets which option. By hand, since the generated binder stops at the first value that it cannot read.</summary>
internal static class OptionsBinder
{
    /// <summary>The section of a listener, over what it has so far.</summary>
    public static void BindListener(SectionReader reader, SctpTransportOptions options)
    {
        _ = reader.Text("EndPoint", null);
        options.Provider = reader.Text(nameof(options.Provider), options.Provider);
        BindListenerLimits(reader, options);
        BindAssociation(reader, options);
        reader.RefuseOthers("a listener");
    }

    /// <summary>The section of a client, over what it has so far.</summary>
    public static void BindClient(SectionReader reader, SctpClientOptions options)
    {
        options.EndPoint = reader.Text(nameof(options.EndPoint), options.EndPoint);
        options.LocalEndPoint = reader.Text(nameof(options.LocalEndPoint), options.LocalEndPoint);
        options.Provider = reader.Text(nameof(options.Provider), options.Provider);
        options.ConnectTimeout = reader.Time(nameof(options.ConnectTimeout), options.ConnectTimeout);
        BindAssociation(reader, options);
        reader.RefuseOthers("a client");
    }

    /// <summary>The defaults of all listeners, and those of all clients; each takes what concerns it.</summary>
    public static void BindDefaults(SectionReader reader, SctpTransportOptions listeners, SctpClientOptions clients)
    {
        BindListenerLimits(reader, listeners);
        BindAssociation(reader, listeners);
        clients.ConnectTimeout = reader.Time(nameof(clients.ConnectTimeout), clients.ConnectTimeout);
        reader.RefuseOthers("listeners or clients in general");
    }

    /// <summary>The defaults that concern a client.</summary>
    public static void BindDefaults(SectionReader reader, SctpClientOptions options)
    {
        options.ConnectTimeout = reader.Time(nameof(options.ConnectTimeout), options.ConnectTimeout);
        BindAssociation(reader, options);
    }

    private static void BindListenerLimits(SectionReader reader, SctpTransportOptions options)
    {
        options.Backlog = reader.Number(nameof(options.Backlog), options.Backlog);
        options.MaxAssociations = reader.Number(nameof(options.MaxAssociations), options.MaxAssociations);
    }

    private static void BindAssociation(SectionReader reader, SctpAssociationOptions options)
    {
        options.OutboundStreams = reader.Number(nameof(options.OutboundStreams), options.OutboundStreams);
        options.InboundStreams = reader.Number(nameof(options.InboundStreams), options.InboundStreams);
        options.DefaultStreamId = reader.Number(nameof(options.DefaultStreamId), options.DefaultStreamId);
        options.NoDelay = reader.Flag(nameof(options.NoDelay), options.NoDelay);
        options.MaxMessageSize = reader.Number(nameof(options.MaxMessageSize), options.MaxMessageSize);
        options.OversizedMessagePolicy = reader.Choice(nameof(options.OversizedMessagePolicy), options.OversizedMessagePolicy);
        options.ByteStreamMessageSize = reader.Number(nameof(options.ByteStreamMessageSize), options.ByteStreamMessageSize);
        options.ReceiveLimit = reader.Number(nameof(options.ReceiveLimit), options.ReceiveLimit);
        options.StreamReceiveLimit = reader.Number(nameof(options.StreamReceiveLimit), options.StreamReceiveLimit);
        options.StreamLimitPolicy = reader.Choice(nameof(options.StreamLimitPolicy), options.StreamLimitPolicy);
        options.UnreadStreamPolicy = reader.Choice(nameof(options.UnreadStreamPolicy), options.UnreadStreamPolicy);
        options.SendQueueLimit = reader.Number(nameof(options.SendQueueLimit), options.SendQueueLimit);
        options.NotificationLimit = reader.Number(nameof(options.NotificationLimit), options.NotificationLimit);
        options.ReceiveBufferSize = reader.Number(nameof(options.ReceiveBufferSize), options.ReceiveBufferSize);
        options.SendBufferSize = reader.Number(nameof(options.SendBufferSize), options.SendBufferSize);
        options.MaxInitAttempts = reader.Number(nameof(options.MaxInitAttempts), options.MaxInitAttempts);
        options.MaxInitTimeout = reader.Time(nameof(options.MaxInitTimeout), options.MaxInitTimeout);
        options.RtoInitial = reader.Time(nameof(options.RtoInitial), options.RtoInitial);
        options.RtoMin = reader.Time(nameof(options.RtoMin), options.RtoMin);
        options.RtoMax = reader.Time(nameof(options.RtoMax), options.RtoMax);
        options.HeartbeatInterval = reader.Time(nameof(options.HeartbeatInterval), options.HeartbeatInterval);
        options.PathMaxRetransmissions = reader.Number(nameof(options.PathMaxRetransmissions), options.PathMaxRetransmissions);
        options.AssociationMaxRetransmissions = reader.Number(nameof(options.AssociationMaxRetransmissions), options.AssociationMaxRetransmissions);
        options.PathMtu = reader.Number(nameof(options.PathMtu), options.PathMtu);
        options.SackDelay = reader.Time(nameof(options.SackDelay), options.SackDelay);
        options.SackFrequency = reader.Number(nameof(options.SackFrequency), options.SackFrequency);
        options.CookieLifetime = reader.Time(nameof(options.CookieLifetime), options.CookieLifetime);
        options.DisableFragments = reader.Flag(nameof(options.DisableFragments), options.DisableFragments);
        options.MaxFragmentSize = reader.Number(nameof(options.MaxFragmentSize), options.MaxFragmentSize);
        options.MaxBurst = reader.Number(nameof(options.MaxBurst), options.MaxBurst);
        options.FragmentInterleave = reader.Flag(nameof(options.FragmentInterleave), options.FragmentInterleave);
        options.PartialDeliveryPoint = reader.Number(nameof(options.PartialDeliveryPoint), options.PartialDeliveryPoint);
        options.PartialReliability = reader.Flag(nameof(options.PartialReliability), options.PartialReliability);
        options.AllowedReconfigurations = reader.Choice(nameof(options.AllowedReconfigurations), options.AllowedReconfigurations);
        options.MessageInterleaving = reader.Flag(nameof(options.MessageInterleaving), options.MessageInterleaving);
        options.AddressReconfiguration = reader.Flag(nameof(options.AddressReconfiguration), options.AddressReconfiguration);
        options.Authentication = reader.Flag(nameof(options.Authentication), options.Authentication);
        options.AuthenticatedChunks = reader.Numbers(nameof(options.AuthenticatedChunks), options.AuthenticatedChunks);
        options.HmacAlgorithms = reader.Choices(nameof(options.HmacAlgorithms), options.HmacAlgorithms);
        options.ActiveAuthenticationKeyId = reader.Number(nameof(options.ActiveAuthenticationKeyId), options.ActiveAuthenticationKeyId);
        options.ExplicitCongestionNotification = reader.Flag(nameof(options.ExplicitCongestionNotification), options.ExplicitCongestionNotification);
        options.ExposePotentiallyFailed = reader.Flag(nameof(options.ExposePotentiallyFailed), options.ExposePotentiallyFailed);
        options.PotentiallyFailedThreshold = reader.Number(nameof(options.PotentiallyFailedThreshold), options.PotentiallyFailedThreshold);
        options.PrimarySwitchoverThreshold = reader.Number(nameof(options.PrimarySwitchoverThreshold), options.PrimarySwitchoverThreshold);
        options.Dscp = reader.Number(nameof(options.Dscp), options.Dscp);
        options.FlowLabel = reader.Number(nameof(options.FlowLabel), options.FlowLabel);
        options.MtuProbeInterval = reader.Time(nameof(options.MtuProbeInterval), options.MtuProbeInterval);
        options.UdpEncapsulationPort = reader.Number(nameof(options.UdpEncapsulationPort), options.UdpEncapsulationPort);
        options.StreamScheduler = reader.Choice(nameof(options.StreamScheduler), options.StreamScheduler);
        options.PerMessageDestinations = reader.Flag(nameof(options.PerMessageDestinations), options.PerMessageDestinations);
        options.ReusePort = reader.Flag(nameof(options.ReusePort), options.ReusePort);
        options.AutomaticAddressReconfiguration = reader.Flag(nameof(options.AutomaticAddressReconfiguration), options.AutomaticAddressReconfiguration);
        options.AddressPolicy = reader.Text(nameof(options.AddressPolicy), options.AddressPolicy);
        options.ObservePaths = reader.Flag(nameof(options.ObservePaths), options.ObservePaths);
        options.AdaptationIndication = reader.Number(nameof(options.AdaptationIndication), options.AdaptationIndication);
        options.NotifySenderDry = reader.Flag(nameof(options.NotifySenderDry), options.NotifySenderDry);
        options.StalledPeerTimeout = reader.Time(nameof(options.StalledPeerTimeout), options.StalledPeerTimeout);
        options.StalledPeerPolicy = reader.Choice(nameof(options.StalledPeerPolicy), options.StalledPeerPolicy);
        options.ShutdownTimeout = reader.Time(nameof(options.ShutdownTimeout), options.ShutdownTimeout);
        options.UnsafePreferInlineScheduling = reader.Flag(nameof(options.UnsafePreferInlineScheduling), options.UnsafePreferInlineScheduling);
    }
}

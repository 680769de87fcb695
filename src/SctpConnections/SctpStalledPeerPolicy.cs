namespace SctpConnections;

/// <summary>What happens when a peer has acknowledged nothing for <see cref="SctpAssociationOptions.StalledPeerTimeout"/>.</summary>
public enum SctpStalledPeerPolicy
{
    /// <summary>A notification, a log message and a metric tell of it; sending goes on.</summary>
    Report,

    /// <summary>The association is aborted as well.</summary>
    Abort,
}

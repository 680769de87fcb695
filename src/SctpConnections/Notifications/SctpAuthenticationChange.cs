namespace SctpConnections.Notifications;

/// <summary>What happened to chunk authentication.</summary>
public enum SctpAuthenticationChange
{
    /// <summary>The peer uses a new key.</summary>
    NewKey,

    /// <summary>A key that was deactivated is no longer used.</summary>
    FreeKey,

    /// <summary>The peer does not know authentication.</summary>
    NotSupportedByPeer,
}

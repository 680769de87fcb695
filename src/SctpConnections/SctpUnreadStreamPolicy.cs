namespace SctpConnections;

/// <summary>What happens to messages on other streams when only the default stream's pipe is read.</summary>
public enum SctpUnreadStreamPolicy
{
    /// <summary>The association is aborted; the reason names the stream.</summary>
    Abort,

    /// <summary>They are dropped and counted.</summary>
    Discard,
}

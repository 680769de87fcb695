namespace SctpConnections.Providers;

/// <summary>Why a channel took no more messages.</summary>
public enum SctpSendStatus
{
    /// <summary>It took all of them.</summary>
    Done,

    /// <summary>It has no room; <see cref="SctpAssociationSink.OnWritable"/> follows.</summary>
    WouldBlock,

    /// <summary>
    /// The message after those it took cannot be sent as its options ask; <see cref="SctpAssociationChannel.Refusal"/> says why. It
    /// takes others.
    /// </summary>
    Refused,

    /// <summary>The association can send no more; its end is, or will be, reported to the sink.</summary>
    Closed,
}

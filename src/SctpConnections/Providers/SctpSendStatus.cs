namespace SctpConnections.Providers;

/// <summary>Why a channel took no more messages.</summary>
public enum SctpSendStatus
{
    /// <summary>It took all of them.</summary>
    Done,

    /// <summary>It has no room; <see cref="SctpAssociationSink.OnWritable"/> follows.</summary>
    WouldBlock,

    /// <summary>The association can send no more; its end is, or will be, reported to the sink.</summary>
    Closed,
}

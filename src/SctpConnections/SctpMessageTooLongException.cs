namespace SctpConnections;

/// <summary>A message was longer than the association can send. Only that message failed; the association and the stream go on.</summary>
public sealed class SctpMessageTooLongException : SctpException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="length">The length of the message in bytes.</param>
    /// <param name="limit">The longest message that can be sent, in bytes.</param>
    public SctpMessageTooLongException(long length, int limit)
        : base($"A message of {length} bytes is over the limit of {limit} bytes; raise MaxMessageSize and SendBufferSize, or send it in parts.")
    {
        Length = length;
        Limit = limit;
    }

    /// <summary>The length of the refused message in bytes.</summary>
    public long Length { get; }

    /// <summary>The longest message that can be sent on this association, in bytes.</summary>
    public int Limit { get; }
}

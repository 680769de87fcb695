namespace SctpConnections;

/// <summary>What a flush of a stream's output becomes.</summary>
public enum SctpSendMode
{
    /// <summary>One flush is one message; a flush over the message limit fails.</summary>
    Message,

    /// <summary>
    /// One flush is as many messages of at most <see cref="SctpAssociationOptions.ByteStreamMessageSize"/> bytes as it takes,
    /// in order. For middleware that thinks in bytes, such as TLS and HTTP.
    /// </summary>
    ByteStream,
}

using System.Buffers;

namespace SctpConnections;

/// <summary>
/// A received message: its bytes and what SCTP says about it. The bytes are borrowed from the association: they are valid
/// until the reader asks for the next message. <see cref="ToOwned"/> makes a copy that lives on.
/// </summary>
public readonly struct SctpMessage
{
    internal SctpMessage(ReadOnlySequence<byte> payload, in SctpMessageInfo info)
    {
        Payload = payload;
        Info = info;
    }

    /// <summary>The user data, exactly as one send on the other side gave it. Never empty: SCTP has no empty messages.</summary>
    public ReadOnlySequence<byte> Payload { get; }

    /// <summary>Stream, payload protocol identifier, ordering and sequence numbers.</summary>
    public SctpMessageInfo Info { get; }

    /// <summary>The stream that the message arrived on.</summary>
    public ushort StreamId => Info.StreamId;

    /// <summary>The payload protocol identifier, in host byte order.</summary>
    public uint PayloadProtocolIdentifier => Info.PayloadProtocolIdentifier;

    /// <summary>Whether the sender asked for unordered delivery.</summary>
    public bool IsUnordered => Info.IsUnordered;

    /// <summary>The length of <see cref="Payload"/> in bytes.</summary>
    public int Length => checked((int)Payload.Length);

    /// <summary>Send options that send an answer with the same payload protocol identifier and ordering.</summary>
    public SctpSendOptions ToSendOptions() => new()
    {
        PayloadProtocolIdentifier = Info.PayloadProtocolIdentifier,
        IsUnordered = Info.IsUnordered,
    };

    /// <summary>A copy of the message whose bytes belong to the caller.</summary>
    public SctpMessage ToOwned() => new(new ReadOnlySequence<byte>(Payload.ToArray()), Info);
}

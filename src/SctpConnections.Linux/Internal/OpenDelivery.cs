using SctpConnections.Notifications;

namespace SctpConnections.Linux.Internal;

/// <summary>A message that the kernel has and whose result is awaited. Guarded by the tracker's gate.</summary>
internal sealed class OpenDelivery
{
    private readonly List<ReadOnlyMemory<byte>> _returned = [];
    private int _returnedBytes;
    private ushort? _cause;

    public required uint Id { get; init; }

    public required uint Context { get; init; }

    public required int Length { get; init; }

    /// <summary>Its place in the order of handing over.</summary>
    public required long Number { get; init; }

    /// <summary>Those with its policy on its stream, or null when it is fully reliable.</summary>
    public required PolicyGroup? Group { get; init; }

    /// <summary>Whether the kernel gave it up and said so.</summary>
    public bool IsReturned => _returnedBytes > 0;

    /// <summary>The kernel returned it, or a fragment of it: all of them are returned together, one event each.</summary>
    public void OnReturned(SctpSendFailedNotification notification)
    {
        _returned.Add(notification.Payload);
        _returnedBytes += notification.Payload.Length;
        _cause = notification.CauseCode == 0 ? _cause : (ushort)notification.CauseCode;
    }

    public SctpDelivery Undelivered(SctpDeliveryStatus status, ushort? cause = null) => new()
    {
        Status = status,
        UndeliveredBytes = IsReturned ? _returnedBytes : Length,
        Undelivered = _returned.Count switch
        {
            0 => default,
            1 => _returned[0],
            _ => Join(),
        },
        CauseCode = _cause ?? cause,
    };

    private byte[] Join()
    {
        var whole = new byte[_returnedBytes];
        var offset = 0;
        foreach (var part in _returned)
        {
            part.CopyTo(whole.AsMemory(offset));
            offset += part.Length;
        }
        return whole;
    }
}

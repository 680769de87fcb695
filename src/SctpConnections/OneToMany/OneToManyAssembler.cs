using System.Buffers;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>Puts the parts of messages together, per association, stream and ordering. Guarded by its own gate.</summary>
internal sealed class OneToManyAssembler(SctpAssociationOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Unfinished> _unfinished = [];

    /// <summary>Adds a part. True when a message is to be delivered; <paramref name="error"/> ends the association.</summary>
    public bool TryAdd(int associationId, in SctpMessageInfo info, MessageBlock block, int offset, int length, out SctpOneToManyItem item, out string? error)
    {
        lock (_gate)
        {
            return TryAddInside(associationId, info, block, offset, length, out item, out error);
        }
    }

    /// <summary>Gives up the unfinished messages of a stream.</summary>
    public void Drop(int associationId, ushort streamId)
    {
        lock (_gate)
        {
            if (_unfinished.TryGetValue(associationId, out var unfinished))
            {
                unfinished.Parts.Drop(streamId);
            }
        }
    }

    /// <summary>The association is not the socket's any more. Returns the parts of its unfinished messages.</summary>
    public List<SctpOneToManyItem> Remove(int associationId)
    {
        var parts = new List<SctpOneToManyItem>();
        lock (_gate)
        {
            if (_unfinished.Remove(associationId, out var unfinished))
            {
                foreach (var message in unfinished.Parts.Unfinished)
                {
                    parts.Add(Copy(associationId, message));
                }
                unfinished.Parts.Clear();
            }
        }
        return parts;
    }

    private bool TryAddInside(int associationId, in SctpMessageInfo info, MessageBlock block, int offset, int length, out SctpOneToManyItem item, out string? error)
    {
        error = null;
        item = default;
        if (!_unfinished.TryGetValue(associationId, out var unfinished))
        {
            if (info.IsEndOfMessage && length <= options.MaxMessageSize)
            {
                item = new SctpOneToManyItem(associationId, info, block.Memory.Slice(offset, length).ToArray());
                return true;
            }
            unfinished = new Unfinished(options);
            _unfinished.Add(associationId, unfinished);
        }
        if (unfinished.IsRefused)
        {
            return false;
        }
        var message = unfinished.Parts.Add(MessageSegment.Rent(block, offset, length, info), out error);
        unfinished.IsRefused = error is not null;
        if (message is null)
        {
            return false;
        }
        item = Copy(associationId, message);
        message.FreeAll();
        return true;
    }

    private static SctpOneToManyItem Copy(int associationId, MessageSegment message)
    {
        var payload = new byte[message.Length];
        new ReadOnlySequence<byte>(message, 0, message.Last, message.Last.Memory.Length).CopyTo(payload);
        return new SctpOneToManyItem(associationId, message.Info, payload);
    }

    private sealed class Unfinished(SctpAssociationOptions options)
    {
        public Reassembly Parts = new(options);

        /// <summary>The association is being aborted; what still comes of it is dropped.</summary>
        public bool IsRefused;
    }
}

using System.Collections.Concurrent;
using System.Text;
using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections.TestShared;

/// <summary>A channel that the test drives by hand: it feeds parts, notifications and the end, decides what a send answers, and counts.</summary>
public sealed class ScriptedChannel : SctpAssociationChannel
{
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _scheduled = new();
    private readonly List<ScriptedSend> _sent = [];
    private readonly List<int> _batches = [];
    private SctpAssociationSink? _sink;
    private ushort _sequence;
    private Exception? _refusal;

    public int Outbound { get; init; } = 64;

    public int Inbound { get; init; } = 2048;

    public int MaxMessage { get; init; } = 1024 * 1024;

    /// <summary>How many messages it takes before it answers that it would block.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Answers that the association is closed.</summary>
    public bool IsSendClosed { get; set; }

    /// <summary>Shown as its paths, as long as it is asked, even after the end; null for a provider that shows none.</summary>
    public IReadOnlyList<SctpPath>? Paths { get; init; }

    public override SctpControl Control => Paths is { } paths ? new ScriptedControl(paths) : base.Control;

    /// <summary>What it says to be unacknowledged.</summary>
    public long? Unacknowledged { get; set; }

    public override long? UnacknowledgedBytes => Unacknowledged;

    /// <summary>Refuses, once, the first message that there is no room for.</summary>
    public Exception? RefuseNext { get; set; }

    public override Exception? Refusal => _refusal;

    /// <summary>Runs inside each send, before its answer.</summary>
    public Action? Sending { get; set; }

    /// <summary>Keeps the engine's work until <see cref="RunScheduled"/>.</summary>
    public bool IsManual { get; set; }

    /// <summary>Whether what is sent is kept; off where nothing may be allocated.</summary>
    public bool IsRecording { get; set; } = true;

    /// <summary>Whether a shutdown is complete as soon as it is asked for.</summary>
    public bool CompletesShutdown { get; set; } = true;

    public IReadOnlyList<ScriptedSend> Sent
    {
        get
        {
            lock (_sent)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>How many messages each call of <see cref="TrySend"/> brought.</summary>
    public IReadOnlyList<int> Batches
    {
        get
        {
            lock (_sent)
            {
                return [.. _batches];
            }
        }
    }

    public long TotalSent { get; private set; }

    public int SendThread { get; private set; }

    public int Resumes { get; private set; }

    public int Shutdowns { get; private set; }

    public int Closes { get; private set; }

    public List<string?> Aborts { get; } = [];

    public bool IsPaused => Sink.IsReceivePaused;

    public int ScheduledCount => _scheduled.Count;

    public SctpAssociationSink Sink => _sink ?? throw new InvalidOperationException("The channel was not started.");

    public override SctpEndPoint LocalEndPoint { get; } = SctpEndPoint.Loopback(1);

    public SctpEndPoint Remote { get; init; } = SctpEndPoint.Loopback(2);

    public override SctpEndPoint RemoteEndPoint => Remote;

    public override int OutboundStreams => Outbound;

    public override int InboundStreams => Inbound;

    public override int MaxSendMessageSize => MaxMessage;

    /// <summary>Runs when the engine starts the channel.</summary>
    public Action? Starting { get; set; }

    public override void Start(SctpAssociationSink sink)
    {
        _sink = sink;
        Starting?.Invoke();
    }

    public override void Schedule(IThreadPoolWorkItem work)
    {
        if (IsManual)
        {
            _scheduled.Enqueue(work);
        }
        else
        {
            base.Schedule(work);
        }
    }

    /// <summary>Runs what was scheduled, and what that schedules.</summary>
    public int RunScheduled()
    {
        var count = 0;
        for (; _scheduled.TryDequeue(out var work); count++)
        {
            work.Execute();
        }
        return count;
    }

    public override SctpSendStatus TrySend(ReadOnlySpan<SctpOutboundMessage> messages, out int sent)
    {
        sent = IsSendClosed ? 0 : Math.Min(Room, messages.Length);
        var isShort = sent < messages.Length;
        Room = Room == int.MaxValue ? Room : Room - sent;
        SendThread = Environment.CurrentManagedThreadId;
        if (IsRecording)
        {
            lock (_sent)
            {
                _batches.Add(messages.Length);
                foreach (var message in messages[..sent])
                {
                    _sent.Add(new ScriptedSend(message.StreamId, message.Options, System.Buffers.BuffersExtensions.ToArray(message.Payload)) { DeliveryId = message.DeliveryId });
                }
            }
        }
        TotalSent += sent;
        Sending?.Invoke();
        if (isShort && RefuseNext is not null)
        {
            (_refusal, RefuseNext) = (RefuseNext, null);
            return SctpSendStatus.Refused;
        }
        return IsSendClosed ? SctpSendStatus.Closed : isShort ? SctpSendStatus.WouldBlock : SctpSendStatus.Done;
    }

    public override void ResumeReceive() => Resumes++;

    public override void Shutdown()
    {
        Shutdowns++;
        if (CompletesShutdown)
        {
            ReportClosed(new SctpCloseReason(SctpCloseKind.Shutdown, SctpCloseSide.Local));
        }
    }

    public override void Abort(string? text) => Aborts.Add(text);

    public override void Close() => Closes++;

    /// <summary>Feeds a message, or a part of one, without ending the batch.</summary>
    public void Feed(ReadOnlySpan<byte> payload, ushort streamId = 0, uint identifier = 0, bool isUnordered = false, bool isEnd = true)
    {
        // Not parked, so that the count of lent blocks is exact.
        var block = MessageBlock.Rent(payload.Length);
        payload.CopyTo(block.Free);
        var info = new SctpMessageInfo
        {
            StreamId = streamId,
            StreamSequenceNumber = _sequence++,
            PayloadProtocolIdentifier = identifier,
            IsUnordered = isUnordered,
            IsEndOfMessage = isEnd,
        };
        Sink.OnMessage(info, block, block.Commit(payload.Length), payload.Length);
        block.Release();
    }

    public void Feed(string payload, ushort streamId = 0, uint identifier = 0, bool isUnordered = false, bool isEnd = true)
        => Feed(Encoding.ASCII.GetBytes(payload), streamId, identifier, isUnordered, isEnd);

    public void EndBatch() => Sink.OnBatchEnd();

    /// <summary>Feeds whole messages as one batch.</summary>
    public void FeedBatch(params ReadOnlySpan<string> payloads)
    {
        foreach (var payload in payloads)
        {
            Feed(payload);
        }
        EndBatch();
    }

    /// <summary>Reports what became of a message that was sent; acknowledged unless it is said otherwise.</summary>
    public void ReportDelivery(int index, SctpDelivery result = default) => Sink.OnDelivery(Sent[index].DeliveryId, result);

    public void Notify(SctpNotification notification)
    {
        Sink.OnNotification(notification);
        EndBatch();
    }

    public void ReportClosed(SctpCloseReason reason)
    {
        Sink.OnClosed(reason);
        EndBatch();
    }

    public void ReportAbort(string? text = null, ushort? cause = SctpErrorCause.UserInitiatedAbort)
        => ReportClosed(new SctpCloseReason(SctpCloseKind.Abort, SctpCloseSide.Peer) { CauseCode = cause, Text = text });
}

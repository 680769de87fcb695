using System.Collections.Concurrent;
using System.Text;
using SctpConnections.Notifications;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Tests.Support;

/// <summary>An engine that writes down what a channel reports.</summary>
internal sealed class RecordingSink : SctpAssociationSink
{
    private readonly ConcurrentQueue<string> _texts = [];
    private readonly ConcurrentQueue<SctpNotification> _notifications = [];
    private volatile SctpCloseReason? _reason;

    /// <summary>Stream and text of each message.</summary>
    public IReadOnlyList<string> Texts => [.. _texts];

    public IReadOnlyList<SctpNotification> Notifications => [.. _notifications];

    public SctpCloseReason? Reason => _reason;

    public bool IsPaused { get; set; }

    public override bool IsReceivePaused => IsPaused;

    public override void OnMessage(in SctpMessageInfo info, MessageBlock block, int offset, int length)
        => _texts.Enqueue($"{info.StreamId}:{Encoding.UTF8.GetString(block.Memory.Span.Slice(offset, length))}");

    public override void OnNotification(SctpNotification notification) => _notifications.Enqueue(notification);

    public override void OnDelivery(uint id, in SctpDelivery result)
    {
    }

    public override void OnClosed(SctpCloseReason reason) => _reason = reason;

    public override void OnBatchEnd()
    {
    }

    public override void OnWritable()
    {
    }
}

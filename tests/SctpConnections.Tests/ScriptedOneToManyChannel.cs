using SctpConnections.Notifications;
using SctpConnections.Providers;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

/// <summary>A one-to-many channel whose associations come up when the test says so, and are over as soon as a shutdown begins unless told otherwise.</summary>
internal sealed class ScriptedOneToManyChannel : SctpOneToManyChannel
{
    private readonly List<int> _ids = [];
    private SctpOneToManySink? _sink;

    public bool CompletesShutdown { get; init; } = true;

    public bool IsListening { get; private set; } = true;

    /// <summary>What <see cref="Abort"/> throws.</summary>
    public Exception? AbortError { get; init; }

    public override SctpEndPoint LocalEndPoint { get; } = SctpEndPoint.Loopback(1);

    public override int MaxSendMessageSize => 1000;

    public SctpOneToManySink Sink => _sink ?? throw new InvalidOperationException("The channel was not started.");

    public override IReadOnlyList<int> GetAssociationIds() => [.. _ids];

    public override void Start(SctpOneToManySink sink) => _sink = sink;

    public void ComeUp(int associationId)
    {
        _ids.Add(associationId);
        Sink.OnNotification(associationId, new SctpAssociationChangeNotification(SctpAssociationChange.Up, 1, 1));
    }

    public override void Shutdown(int associationId)
    {
        if (CompletesShutdown)
        {
            _ids.Remove(associationId);
            Sink.OnNotification(associationId, new SctpAssociationChangeNotification(SctpAssociationChange.ShutdownComplete, 0, 0));
        }
    }

    public override SctpAssociationChannel PeelOff(int associationId)
    {
        _ids.Remove(associationId);
        return new ScriptedChannel();
    }

    public override void SetListening(bool isListening) => IsListening = isListening;

    public override void Abort(int associationId, string? text)
    {
        if (AbortError is not null)
        {
            throw AbortError;
        }
        _ids.Remove(associationId);
    }

    public override void ResumeReceive()
    {
    }

    public override void Close() => _ids.Clear();

    public override int Connect(SctpEndPoint peer) => throw new NotSupportedException();

    public override SctpSendStatus TrySend(in SctpOneToManyMessage message, out int associationId) => throw new NotSupportedException();

    public override bool TrySendToAll(in SctpOneToManyMessage message, out int count) => throw new NotSupportedException();

    public override SctpEndPoint GetLocalAddresses(int associationId) => LocalEndPoint;

    public override SctpEndPoint GetPeerAddresses(int associationId) => SctpEndPoint.Loopback(2);
}

using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using SctpConnections.Notifications;

namespace SctpConnections;

/// <summary>Requests of stream reconfiguration, one after the other as RFC 6525 has it, each awaited until its notification comes.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore that is only awaited holds nothing to free.")]
internal sealed class Reconfiguration(SctpAssociation association, TimeProvider clock)
{
    // While data is queued a reset is refused; so long until it is asked for again.
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Pending? _pending;

    public Task ResetStreamsAsync(SctpStreamDirections directions, IReadOnlyCollection<ushort>? ids, CancellationToken cancellationToken)
    {
        var missing = directions;
        ushort[] list = [.. ids ?? []];
        return RequestAsync(
            streams => streams.Reset(directions, list),
            notification => notification is SctpStreamResetNotification reset
                && (reset.Result != SctpReconfigurationResult.Done || (missing &= ~reset.Directions) == 0),
            cancellationToken);
    }

    public Task ResetAsync(CancellationToken cancellationToken)
        => RequestAsync(streams => streams.ResetAssociation(), notification => notification is SctpAssociationResetNotification, cancellationToken);

    public Task AddStreamsAsync(ushort outbound, ushort inbound, CancellationToken cancellationToken)
    {
        var (missingOut, missingIn) = ((int)outbound, (int)inbound);
        return RequestAsync(
            streams => streams.Add(outbound, inbound),
            notification => notification is SctpStreamChangeNotification change
                && (change.Result != SctpReconfigurationResult.Done | ((missingOut -= change.AddedOutbound) <= 0 & (missingIn -= change.AddedInbound) <= 0)),
            cancellationToken);
    }

    public void OnNotification(SctpNotification notification) => _pending?.OnNotification(notification);

    /// <summary>Makes a request and waits for its outcome.</summary>
    /// <param name="request">What asks the provider.</param>
    /// <param name="isAnswer">Whether a notification belongs to it, and the last one.</param>
    /// <param name="cancellationToken">Ends the waiting; what was asked for may still happen.</param>
    private async Task RequestAsync(Action<SctpStreams> request, Func<SctpNotification, bool> isAnswer, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var pending = new Pending(isAnswer);
            _pending = pending;
            await StartAsync(request, cancellationToken);
            var answer = await Task.WhenAny(pending.Answer.Task, association.Completion).WaitAsync(cancellationToken);
            if (answer != pending.Answer.Task)
            {
                throw CloseError.ForSend(association.CloseReason!);
            }
            await pending.Answer.Task;
        }
        finally
        {
            _pending = null;
            _turn.Release();
        }
    }

    private async Task StartAsync(Action<SctpStreams> request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                request(association.Control.Streams);
                return;
            }
            catch (SctpException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.WouldBlock })
            {
                await Task.Delay(s_retry, clock, cancellationToken);
            }
        }
    }

    private sealed class Pending(Func<SctpNotification, bool> isAnswer)
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnNotification(SctpNotification notification)
        {
            SctpReconfigurationResult? result = notification switch
            {
                SctpStreamResetNotification reset => reset.Result,
                SctpAssociationResetNotification reset => reset.Result,
                SctpStreamChangeNotification change => change.Result,
                _ => null,
            };
            if (result is null || !isAnswer(notification))
            {
                return;
            }
            if (result == SctpReconfigurationResult.Done)
            {
                Answer.TrySetResult();
            }
            else
            {
                Answer.TrySetException(new SctpException(result == SctpReconfigurationResult.Denied
                    ? "The peer denied the reconfiguration: it has to allow it (AllowedReconfigurations) and to grant as many streams (InboundStreams)."
                    : "The reconfiguration failed: the peer did not carry it out."));
            }
        }
    }
}

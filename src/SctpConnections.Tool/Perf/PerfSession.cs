using System.Buffers;
using System.Buffers.Binary;
using Microsoft.AspNetCore.Connections;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Perf;

/// <summary>The client's side of one association of perf.</summary>
internal sealed class PerfSession : IAsyncDisposable
{
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(30);

    private readonly SctpAssociation _association;
    private readonly PerfPlan _plan;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _window;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Agreement> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _peerDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private long _peerSent = -1;

    public PerfSession(SctpAssociation association, PerfPlan plan, TimeProvider clock)
    {
        _association = association;
        _plan = plan;
        _clock = clock;
        _window = new SemaphoreSlim(plan.Window);
        _reading = ReadAsync();
    }

    public PerfCounters Counters { get; } = new();

    public LatencyHistogram Latency { get; } = new();

    /// <summary>Whether the peer is no perf server but sends everything back.</summary>
    public bool IsPlainEcho { get; private set; }

    /// <summary>What the server has counted, or null when it does not say.</summary>
    public Agreement? Report => _report.Task.IsCompletedSuccessfully ? _report.Task.Result : null;

    public SctpAssociationStatistics? Statistics { get; private set; }

    /// <summary>Agrees with the server on what comes.</summary>
    public async Task PrepareAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await _plan.ToHello().SendAsync(_association);
        if (!await WithinAsync(_ready.Task, timeout, cancellationToken))
        {
            throw new ToolException(ExitCode.Failed, $"{_association.RemoteEndPoint} does not answer: run 'sctp perf server' there, or any echo server for --ping");
        }
        if (IsPlainEcho && !_plan.IsPing)
        {
            throw new ToolException(ExitCode.Failed, $"{_association.RemoteEndPoint} is an echo server: use --ping, or run 'sctp perf server' there");
        }
    }

    /// <summary>Sends for the time agreed on, and waits until everything has arrived.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var sending = _plan.IsPing
            ? PerfSender.PingAsync(_association, _plan, Counters, _window, _clock, cancellationToken)
            : PerfSender.FloodAsync(_association, _plan, Counters, _clock, cancellationToken);
        if (!await WithinAsync(sending, _plan.Duration + s_drainLimit, cancellationToken))
        {
            throw new ToolException(ExitCode.Failed, $"{_association.RemoteEndPoint} takes no more messages, or answers none");
        }
        if (_plan.IsPing)
        {
            await WithinAsync(AnsweredAsync(cancellationToken), s_drainLimit, cancellationToken);
            if (!IsPlainEcho)
            {
                await new Agreement(PerfPlan.Protocol, "end") { ["messages"] = Counters.Sent }.SendAsync(_association);
            }
        }
        if (!IsPlainEcho)
        {
            await WithinAsync(_report.Task, s_drainLimit, cancellationToken);
        }
        if (_plan.IsBidirectional)
        {
            await WithinAsync(_peerDone.Task, s_drainLimit, cancellationToken);
        }
        Statistics = _association.Control.GetStatistics();
    }

    /// <summary>How many messages did not arrive, at either side.</summary>
    public long Lost
    {
        get
        {
            var there = IsPlainEcho || _plan.IsPing ? 0 : Counters.Sent - (Report?.Values.GetValueOrDefault("received") ?? 0);
            var here = _plan.IsPing ? Counters.Sent - Counters.Received : _plan.IsBidirectional ? Math.Max(_peerSent, 0) - Counters.Received : 0;
            return there + here;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _association.DisposeAsync();
        await _reading;
        _window.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var message in _association.ReadMessagesAsync())
            {
                if (Agreement.Read(message, PerfPlan.Protocol) is { } agreement)
                {
                    OnAgreement(agreement);
                }
                else
                {
                    OnData(message);
                }
            }
        }
        catch (FormatException e)
        {
            _ready.TrySetException(new ToolException(ExitCode.Failed, e.Message));
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // Those who wait are told below.
        }
        _ready.TrySetException(Ended());
        _ = _ready.Task.Exception;
    }

    private void OnAgreement(Agreement agreement)
    {
        switch (agreement.Kind)
        {
            case "hello":
                IsPlainEcho = true;
                _ready.TrySetResult();
                break;
            case "ok":
                _ready.TrySetResult();
                break;
            case "report":
                _report.TrySetResult(agreement);
                break;
            case "end":
                _peerSent = agreement["messages"];
                CheckPeer();
                break;
        }
    }

    private void OnData(in SctpMessage message)
    {
        if (_plan.IsPing && message.Length >= PerfSender.StampSize)
        {
            Span<byte> stamp = stackalloc byte[PerfSender.StampSize];
            message.Payload.Slice(0, PerfSender.StampSize).CopyTo(stamp);
            Latency.Add(_clock.GetElapsedTime(BinaryPrimitives.ReadInt64BigEndian(stamp)));
            Counters.AddReceived(message.Length);
            _window.Release();
            return;
        }
        Counters.AddReceived(message.Length);
        CheckPeer();
    }

    private void CheckPeer()
    {
        if (Counters.Received == _peerSent)
        {
            _peerDone.TrySetResult();
        }
    }

    /// <summary>Takes the whole window: then nothing is under way.</summary>
    private async Task AnsweredAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _plan.Window; i++)
        {
            await _window.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> WithinAsync(Task task, TimeSpan limit, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(task, _reading, Task.Delay(limit, _clock, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (first == task || task.IsCompleted)
        {
            await task;
            return true;
        }
        return first == _reading ? throw Ended() : false;
    }

    private ToolException Ended() => new(ExitCode.Failed, _association.CloseReason?.ToString() ?? "the peer ended the association");
}

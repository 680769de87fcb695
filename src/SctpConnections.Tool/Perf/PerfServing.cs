using Microsoft.AspNetCore.Connections;
using System.Buffers;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Perf;

/// <summary>The server's side of one association of perf: counts, answers or sends as the client's hello asks for.</summary>
internal sealed class PerfServing(SctpAssociation association, TimeProvider clock)
{
    private const int EchoLimit = 1 << 20;

    private PerfPlan? _plan;
    private Task _sending = Task.CompletedTask;
    private byte[] _echo = new byte[4096];
    private long _expected = -1;
    private long _start;
    private TimeSpan _elapsed;

    public PerfCounters Counters { get; } = new();

    /// <summary>What was wrong, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was measured; null when there was no hello.</summary>
    public PerfReport? Result { get; private set; }

    /// <summary>Serves until the association ends. Never throws for what the peer does.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var remote = association.RemoteEndPoint.ToString();
        try
        {
            await foreach (var message in association.ReadMessagesAsync(cancellationToken))
            {
                if (Agreement.Read(message, PerfPlan.Protocol) is { } agreement)
                {
                    await OnAgreementAsync(agreement, cancellationToken);
                }
                else
                {
                    await OnDataAsync(message);
                }
            }
            await _sending;
        }
        catch (FormatException e)
        {
            Problem = e.Message;
            association.Abort(e.Message);
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            Problem = association.CloseReason?.ToString() ?? e.Message;
        }
        await association.DisposeAsync();
        if (_plan is not null)
        {
            Result = new PerfReport("server", remote, _plan, 1, _elapsed, Counters, _expected >= 0 ? _expected - Counters.Received : 0, null, null, null);
        }
    }

    private async Task OnAgreementAsync(Agreement agreement, CancellationToken cancellationToken)
    {
        if (agreement.Kind == "hello")
        {
            _plan = PerfPlan.FromHello(agreement);
            _start = clock.GetTimestamp();
            await new Agreement(PerfPlan.Protocol, "ok").SendAsync(association);
            if (_plan.IsBidirectional && !_plan.IsPing)
            {
                CheckSize(_plan.Size);
                _sending = FloodAsync(_plan, cancellationToken);
            }
        }
        else if (agreement.Kind == "end")
        {
            _expected = agreement["messages"];
            await ReportAsync();
        }
    }

    private async Task OnDataAsync(SctpMessage message)
    {
        Counters.AddReceived(message.Length);
        if (_plan is { IsPing: true })
        {
            CheckSize(message.Length);
            if (_echo.Length < message.Length)
            {
                _echo = new byte[message.Length];
            }
            message.Payload.CopyTo(_echo);
            await association.SendAsync((ushort)(message.StreamId % association.OutboundStreams), _echo.AsMemory(0, message.Length), message.ToSendOptions());
            Counters.AddSent(message.Length);
        }
        if (Counters.Received == _expected)
        {
            await ReportAsync();
        }
    }

    /// <summary>Tells the client what has come, once everything has. The end can overtake what other streams carry.</summary>
    private async Task ReportAsync()
    {
        if (_expected >= 0 && Counters.Received >= _expected)
        {
            _elapsed = clock.GetElapsedTime(_start);
            var statistics = association.Control.GetStatistics();
            await new Agreement(PerfPlan.Protocol, "report")
            {
                ["received"] = Counters.Received,
                ["bytes"] = Counters.ReceivedBytes,
                ["retransmitted"] = (long)statistics.RetransmittedChunks,
                ["duplicates"] = (long)statistics.DuplicateChunks,
            }.SendAsync(association);
        }
    }

    private async Task FloodAsync(PerfPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            await PerfSender.FloodAsync(association, plan, Counters, clock, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            // The association ended first; the reader tells why.
        }
    }

    private void CheckSize(int size)
    {
        if (size > Math.Min(EchoLimit, association.MaxSendMessageSize))
        {
            throw new FormatException($"messages of {size} bytes are longer than this server sends ({Math.Min(EchoLimit, association.MaxSendMessageSize)})");
        }
    }
}

using Microsoft.AspNetCore.Connections;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Testing;

/// <summary>The server's side of one association of a test: verifies what our client sends, counts what another one sends.</summary>
internal sealed class TestServing(SctpAssociation association, bool isEcho, TimeProvider clock)
{
    // What may still be under way, after its lifetime, when the end has come.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private Agreement? _hello;
    private Agreement? _end;
    private bool _isReported;
    private int _seed;

    public TestTally Tally { get; } = new();

    /// <summary>What was wrong with the association, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Serves until the association ends. Never throws for what the peer does.</summary>
    public async Task<TestReport> RunAsync(CancellationToken cancellationToken)
    {
        var remote = association.RemoteEndPoint.ToString();
        try
        {
            await foreach (var message in association.ReadMessagesAsync(cancellationToken))
            {
                if (Agreement.Read(message, TestPlan.Protocol) is { } agreement)
                {
                    await OnAgreementAsync(agreement);
                }
                else
                {
                    await OnDataAsync(message);
                }
            }
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
        return new TestReport("server", remote, Tally, _hello is not null, Lost, Mismatched, Tally.OutOfOrder, MayLose);
    }

    private bool MayLose => _hello is not null && _hello["ttlms"] > 0;

    private long Lost => _end is null ? 0 : _end["messages"] - Tally.Messages;

    // The right number of messages, but not those that were sent, is a mismatch too.
    private long Mismatched => Tally.Mismatched + (_end is not null && Lost == 0 && (_end["bytes"] != Tally.Bytes || _end["sum"] != Tally.Sum) ? 1 : 0);

    private async Task OnAgreementAsync(Agreement agreement)
    {
        switch (agreement.Kind)
        {
            case "hello":
                _seed = (int)agreement.Get("seed", int.MinValue, int.MaxValue);
                _ = agreement.Get("ttlms", 0, int.MaxValue) + agreement.Get("drain", 0, 1);
                _hello = agreement;
                await new Agreement(TestPlan.Protocol, "ok").SendAsync(association);
                break;
            case "end" when _hello is not null:
                _ = agreement.Get("messages", 0, uint.MaxValue) + agreement.Get("bytes", 0, long.MaxValue) + agreement.Get("sum", 0, long.MaxValue);
                _end = agreement;
                if (Lost > 0 && MayLose)
                {
                    _ = ReportLateAsync();
                }
                await ReportAsync(isFinal: false);
                break;
        }
    }

    private async Task OnDataAsync(SctpMessage message)
    {
        var got = new TestMessage(message.PayloadProtocolIdentifier, message.StreamId, message.Length, message.IsUnordered);
        Tally.Add(got);
        if (_hello is not null)
        {
            Tally.CheckOrder(got);
            if (!TestContent.Matches(message.Payload, _seed, got))
            {
                Tally.Mismatched++;
            }
        }
        if ((isEcho || _hello is not null && _hello["drain"] == 1) && got.Stream < association.OutboundStreams)
        {
            await association.SendAsync(got.Stream, message.Payload, message.ToSendOptions());
        }
        await ReportAsync(isFinal: false);
    }

    private async Task ReportLateAsync()
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_hello!["ttlms"]) + s_grace, clock);
            await ReportAsync(isFinal: true);
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // The association ended first; the reader tells why.
        }
    }

    private async Task ReportAsync(bool isFinal)
    {
        if (_end is null || !isFinal && Lost > 0 || Interlocked.Exchange(ref _isReported, true))
        {
            return;
        }
        await new Agreement(TestPlan.Protocol, "report") { ["lost"] = Lost, ["mismatched"] = Mismatched, ["disorder"] = Tally.OutOfOrder }.SendAsync(association);
    }
}

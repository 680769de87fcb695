using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Testing;

/// <summary>The client's side of one association of a test.</summary>
/// <param name="association">The association.</param>
/// <param name="plan">What to send.</param>
/// <param name="isPlain">Whether the peer knows nothing of this test.</param>
/// <param name="isDrain">Whether the echo of each message is awaited and compared.</param>
/// <param name="lifetime">The lifetime of the messages, or null.</param>
/// <param name="clock">The clock of the waits.</param>
internal sealed class TestSession(SctpAssociation association, TestPlan plan, bool isPlain, bool isDrain, TimeSpan? lifetime, TimeProvider clock)
{
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(30);

    public TestTally Sent { get; } = new();

    /// <summary>Sends everything, and asks the server what has come.</summary>
    public async Task<TestReport> RunAsync(CancellationToken cancellationToken)
    {
        await using var messages = association.ReadMessagesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (!isPlain)
        {
            await new Agreement(TestPlan.Protocol, "hello") { ["seed"] = plan.Seed, ["drain"] = isDrain ? 1 : 0, ["ttlms"] = (long)(lifetime?.TotalMilliseconds ?? 0) }.SendAsync(association);
            await AnswerAsync(messages, "ok", s_answerLimit);
        }
        await SendAllAsync(messages, cancellationToken);
        var remote = association.RemoteEndPoint.ToString();
        if (isPlain)
        {
            return new TestReport("client", remote, Sent, isDrain, 0, Sent.Mismatched, 0, lifetime is not null);
        }
        await new Agreement(TestPlan.Protocol, "end") { ["messages"] = Sent.Messages, ["bytes"] = Sent.Bytes, ["sum"] = Sent.Sum }.SendAsync(association);
        var report = await AnswerAsync(messages, "report", s_drainLimit);
        return new TestReport("client", remote, Sent, true, report["lost"], report["mismatched"] + Sent.Mismatched, report["disorder"], lifetime is not null);
    }

    private async Task SendAllAsync(IAsyncEnumerator<SctpMessage> messages, CancellationToken cancellationToken)
    {
        var buffer = Array.Empty<byte>();
        foreach (var message in plan.Messages())
        {
            if (buffer.Length < message.Size)
            {
                buffer = new byte[message.Size];
            }
            var payload = buffer.AsMemory(0, message.Size);
            TestContent.Fill(payload.Span, plan.Seed, message);
            await association.SendAsync(message.Stream, payload, message.ToOptions(lifetime), cancellationToken);
            Sent.Add(message);
            if (isDrain)
            {
                var echo = await NextAsync(messages, s_drainLimit, $"the echo of message {message.Sequence}");
                var got = new TestMessage(echo.PayloadProtocolIdentifier, echo.StreamId, echo.Length, echo.IsUnordered);
                if (got != message || !TestContent.Matches(echo.Payload, plan.Seed, message))
                {
                    Sent.Mismatched++;
                }
            }
        }
    }

    private async Task<Agreement> AnswerAsync(IAsyncEnumerator<SctpMessage> messages, string kind, TimeSpan limit)
    {
        var message = await NextAsync(messages, limit, kind == "ok" ? "an answer; run 'sctp test server' there, or use --plain for others" : "the report");
        return Agreement.Read(message, TestPlan.Protocol) is { } answer && answer.Kind == kind
            ? answer
            : throw new ToolException(ExitCode.Failed, $"{association.RemoteEndPoint} is no 'sctp test server': use --plain with others");
    }

    private async Task<SctpMessage> NextAsync(IAsyncEnumerator<SctpMessage> messages, TimeSpan limit, string what)
    {
        try
        {
            return await messages.MoveNextAsync().AsTask().WaitAsync(limit, clock)
                ? messages.Current
                : throw new ToolException(ExitCode.Failed, $"{association.CloseReason} It ended before {what}");
        }
        catch (TimeoutException)
        {
            // The enumerator still waits, and can only be left once that has ended.
            association.Abort("the answer did not come");
            throw new ToolException(ExitCode.Failed, $"{association.RemoteEndPoint} did not send {what}, within {ValueText.Format(limit)}");
        }
    }
}

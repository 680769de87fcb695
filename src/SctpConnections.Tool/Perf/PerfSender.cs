using System.Buffers.Binary;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Perf;

/// <summary>Sends messages of one size for a time, on streams in turn.</summary>
internal static class PerfSender
{
    /// <summary>The bytes of a message that carry the time at which it was sent.</summary>
    public const int StampSize = sizeof(long);

    /// <summary>Sends as much as the association takes, and tells the number at the end.</summary>
    public static async Task FloodAsync(SctpAssociation association, PerfPlan plan, PerfCounters counters, TimeProvider clock, CancellationToken cancellationToken)
    {
        var payload = new byte[plan.Size];
        var streams = Math.Min(plan.Streams, association.OutboundStreams);
        var start = clock.GetTimestamp();
        var stream = 0;
        while (clock.GetElapsedTime(start) < plan.Duration && !cancellationToken.IsCancellationRequested)
        {
            await association.SendAsync((ushort)stream, payload, default, cancellationToken);
            counters.AddSent(payload.Length);
            stream = stream + 1 == streams ? 0 : stream + 1;
        }
        await new Agreement(PerfPlan.Protocol, "end") { ["messages"] = counters.Sent }.SendAsync(association);
    }

    /// <summary>Keeps a number of round trips under way.</summary>
    /// <param name="association">Where to.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="counters">Where it is counted.</param>
    /// <param name="window">Released by the reader for each answer.</param>
    /// <param name="clock">The clock of the time stamps.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task PingAsync(
        SctpAssociation association, PerfPlan plan, PerfCounters counters, SemaphoreSlim window, TimeProvider clock, CancellationToken cancellationToken)
    {
        var payload = new byte[plan.Size];
        var streams = Math.Min(plan.Streams, association.OutboundStreams);
        var start = clock.GetTimestamp();
        var stream = 0;
        while (clock.GetElapsedTime(start) < plan.Duration)
        {
            await window.WaitAsync(cancellationToken);
            BinaryPrimitives.WriteInt64BigEndian(payload, clock.GetTimestamp());
            await association.SendAsync((ushort)stream, payload, default, cancellationToken);
            counters.AddSent(payload.Length);
            stream = stream + 1 == streams ? 0 : stream + 1;
        }
    }
}

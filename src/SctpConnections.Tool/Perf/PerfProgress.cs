using System.Globalization;
using System.Runtime.CompilerServices;
using SctpConnections.Tool.Rendering;
using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Perf;

/// <summary>Shows each second how it goes, until a run is over: in one place on a terminal, else line by line.</summary>
internal static class PerfProgress
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    public static async Task ShowAsync(CommandContext context, bool isPing, Func<PerfCounters[]> counters, Task run, TimeProvider clock)
    {
        var states = StatesAsync(isPing, counters, run, clock);
        if (!context.IsJson && !Console.IsOutputRedirected)
        {
            await context.Output.WatchAsync(states);
            return;
        }
        await foreach (var state in states)
        {
            context.Output.Show(state);
        }
    }

    private static async IAsyncEnumerable<IView> StatesAsync(
        bool isPing, Func<PerfCounters[]> counters, Task run, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (start, last) = (clock.GetTimestamp(), clock.GetTimestamp());
        var (messages, bytes) = (0L, 0L);
        while (await Task.WhenAny(run, Task.Delay(s_period, clock, cancellationToken)) != run)
        {
            var now = clock.GetTimestamp();
            var seconds = clock.GetElapsedTime(last, now).TotalSeconds;
            var all = counters();
            var (nowMessages, nowBytes) = (all.Sum(c => (isPing ? 0 : c.Sent) + c.Received), all.Sum(c => (isPing ? 0 : c.SentBytes) + c.ReceivedBytes));
            var (rate, megabytes) = ((nowMessages - messages) / seconds, (nowBytes - bytes) / 1e6 / seconds);
            yield return new FieldsView(
                "sctp.perfProgress/1",
                string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(start, now).TotalSeconds,5:0} s  {rate,12:#,0} {(isPing ? "round trips" : "messages")}/s  {megabytes,10:0.00} MB/s"),
                ("elapsed", clock.GetElapsedTime(start, now)), ("messages", nowMessages), ("bytes", nowBytes), ("messagesPerSecond", Math.Round(rate, 1)), ("megabytesPerSecond", Math.Round(megabytes, 3)));
            (last, messages, bytes) = (now, nowMessages, nowBytes);
        }
    }
}

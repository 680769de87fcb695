using System.Reflection;
using Microsoft.Extensions.Logging;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class ObservabilityTests
{
    [Fact]
    public async Task Metrics_LifeOfAnAssociation_AreBalancedAndTagged()
    {
        using var metrics = new MetricCapture();
        var clock = new TestClock();
        var channel = new ScriptedChannel();
        var association = Scripted.Associate(channel, new SctpAssociationOptions { TimeProvider = clock }, meters: metrics);
        Assert.Equal(1, metrics.Sum("sctp.association.count"));
        channel.FeedBatch("abc", "de");
        await association.SendAsync(0, Scripted.Bytes("abcd")).Bounded();
        clock.Advance(TimeSpan.FromSeconds(3));
        channel.ReportAbort();
        channel.ReportAbort();
        await association.DisposeAsync().Bounded();

        Assert.Equal(0, metrics.Sum("sctp.association.count"));
        var duration = Assert.Single(metrics.All, m => m.Instrument == "sctp.association.duration");
        Assert.Equal(3, duration.Value);
        Assert.Equal("abort", duration.Tags["sctp.close.reason"]);
        Assert.Equal("peer", duration.Tags["sctp.close.side"]);
        Assert.All(metrics.All.Where(m => m.Instrument.StartsWith("sctp.association", StringComparison.Ordinal)), m =>
        {
            Assert.Equal("sctp", m.Tags["network.transport"]);
            Assert.Equal("scripted", m.Tags["sctp.provider"]);
            Assert.Equal("server", m.Tags["sctp.side"]);
        });
        Assert.Equal(2, metrics.Sum("sctp.messages", "network.io.direction", "receive"));
        Assert.Equal(5, metrics.Sum("sctp.io", "network.io.direction", "receive"));
        Assert.Equal(1, metrics.Sum("sctp.messages", "network.io.direction", "transmit"));
        Assert.Equal(4, metrics.Sum("sctp.io", "network.io.direction", "transmit"));
    }

    [Fact]
    public async Task Metrics_BatchedSends_CountEveryMessageOnce()
    {
        using var metrics = new MetricCapture();
        var channel = new ScriptedChannel { IsManual = true };
        var association = Scripted.Associate(channel, meters: metrics);
        for (var i = 0; i < 100; i++)
        {
            await association.SendAsync(0, Scripted.Bytes("abcd")).Bounded();
        }
        channel.RunScheduled();

        Assert.Equal(100, metrics.Sum("sctp.messages", "network.io.direction", "transmit"));
        Assert.Equal(400, metrics.Sum("sctp.io", "network.io.direction", "transmit"));
        channel.IsManual = false;
        await association.DisposeAsync().Bounded();
    }

    [Fact]
    public async Task Logs_LifeOfAnAssociation_TellUpAndDownWithIdAndReason()
    {
        var log = new LogCapture();
        var channel = new ScriptedChannel();
        var association = Scripted.Associate(channel, loggers: log);
        channel.ReportAbort("tired");
        await association.DisposeAsync().Bounded();

        Assert.Equal([1, 2], log.Entries.Select(entry => entry.Id.Id));
        Assert.All(log.Entries, entry =>
        {
            Assert.Equal("SctpConnections.Transport", entry.Category);
            Assert.Equal(LogLevel.Debug, entry.Level);
            Assert.Contains(association.Id, entry.Message, StringComparison.Ordinal);
        });
        Assert.Contains("tired", log.Entries[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_Messages_SayNothingPerMessage()
    {
        var log = new LogCapture(LogLevel.Debug);
        var channel = new ScriptedChannel();
        await using var association = Scripted.Associate(channel, loggers: log);
        for (var i = 0; i < 100; i++)
        {
            channel.FeedBatch("x");
            await association.SendAsync(0, Scripted.Bytes("x")).Bounded();
        }

        Assert.Single(log.Entries);
    }

    [Fact]
    public void LogIds_All_AreUnique()
    {
        var ids = typeof(SctpLog).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .OfType<int>()
            .ToList();

        Assert.True(ids.Count >= 7);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.InRange(id, 1, 99));
    }

    [Fact]
    public void Id_ManyAssociationsAndThreads_IsUniqueAndStable()
    {
        var associations = Enumerable.Range(0, 100).Select(_ => Scripted.Associate(new ScriptedChannel())).ToList();

        foreach (var association in associations)
        {
            var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
            Parallel.For(0, 4, _ => seen.Add(association.Id));
            Assert.Single(seen.Distinct());
        }

        Assert.Equal(100, associations.Select(association => association.Id).Distinct().Count());
    }
}

using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Tests;

public sealed class NotificationTests : IAsyncDisposable
{
    private readonly ScriptedChannel _channel = new();
    private readonly SctpAssociation _association;

    public NotificationTests() => _association = Scripted.Associate(_channel, new SctpAssociationOptions { NotificationLimit = 3 });

    public ValueTask DisposeAsync() => _association.DisposeAsync();

    private async Task<List<SctpNotification>> ReadAsync(int count)
    {
        var all = new List<SctpNotification>();
        await foreach (var notification in _association.ReadNotificationsAsync())
        {
            all.Add(notification);
            if (all.Count == count)
            {
                break;
            }
        }
        return all;
    }

    [Fact]
    public async Task ReadNotificationsAsync_Waiting_GetsTheNext()
    {
        var read = ReadAsync(1);
        Assert.False(read.IsCompleted);

        _channel.Notify(new SctpAdaptationNotification(9));

        Assert.Equal([new SctpAdaptationNotification(9)], await read.Bounded());
    }

    [Fact]
    public async Task ReadNotificationsAsync_TooMany_DropsTheOldest()
    {
        for (var i = 1u; i <= 10; i++)
        {
            _channel.Notify(new SctpAdaptationNotification(i));
        }

        Assert.Equal([8u, 9u, 10u], (await ReadAsync(3).Bounded()).Cast<SctpAdaptationNotification>().Select(n => n.Indication));
    }

    [Fact]
    public async Task ReadNotificationsAsync_End_GivesTheLastOnesThenEnds()
    {
        _channel.Notify(new SctpSenderDryNotification());
        _channel.ReportAbort();

        Assert.Equal([new SctpSenderDryNotification()], await ReadAsync(-1).Bounded());
    }

    [Fact]
    public async Task ReadNotificationsAsync_WaitingAtTheEnd_Ends()
    {
        var read = ReadAsync(-1);

        _channel.ReportAbort();

        Assert.Empty(await read.Bounded());
    }

    [Fact]
    public async Task ReadNotificationsAsync_BesideAnyView_ClaimsNothing()
    {
        _channel.Notify(new SctpSenderDryNotification());
        Assert.Single(await ReadAsync(1).Bounded());
        _channel.FeedBatch("x");

        Assert.Equal("x", await _association.DefaultStream.Input.ReadTextAsync());
    }
}

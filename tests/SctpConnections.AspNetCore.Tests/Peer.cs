using System.Buffers;
using System.Text;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

/// <summary>The client's side of tests: text messages.</summary>
internal static class Peer
{
    public static Task SendTextAsync(this SctpAssociation association, string text, ushort stream = 0)
        => association.SendAsync(stream, Encoding.UTF8.GetBytes(text)).Bounded();

    public static async Task<string> ReceiveTextAsync(this SctpAssociation association)
    {
        await using var messages = association.ReadMessagesAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await messages.MoveNextAsync().Bounded(), $"no message: {association.CloseReason}");
        return Encoding.UTF8.GetString(messages.Current.Payload);
    }

    public static async Task<string> RoundTripAsync(this SctpAssociation association, string text, ushort stream = 0)
    {
        await association.SendTextAsync(text, stream);
        return await association.ReceiveTextAsync();
    }
}

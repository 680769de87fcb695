using System.Globalization;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Peers;

/// <summary>Programs of others against a one-to-many socket of ours that echoes.</summary>
public sealed class ForeignOneToManyTests
{
    [Theory]
    [InlineData("sctp_darn.sh")]
    [InlineData("sctp_test.sh")]
    public async Task LksctpTools_EchoedByOneSocket_EveryMessageComesBack(string peer)
    {
        var socket = ManySocket.Open();
        var echo = EchoAsync(socket);

        var output = await Command.RunAsync(Repository.Peer(peer), "127.0.0.1", socket.LocalEndPoint.Port.ToString(CultureInfo.InvariantCulture));

        Assert.Contains("\nOK", output, StringComparison.Ordinal);
        await socket.DisposeAsync().Bounded();
        await echo.Bounded();
    }

    private static async Task EchoAsync(SctpOneToManySocket socket)
    {
        while (true)
        {
            try
            {
                var item = await socket.ReceiveAsync();
                if (item.IsMessage)
                {
                    await socket.SendAsync(
                        item.AssociationId, item.StreamId, item.Payload,
                        new SctpSendOptions { PayloadProtocolIdentifier = item.PayloadProtocolIdentifier, IsUnordered = item.Info.IsUnordered });
                }
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception e) when (e is SctpException or ArgumentException)
            {
                // The peer went before it had its answer.
            }
        }
    }
}

using System.Text;
using Microsoft.Extensions.Logging;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Notifications;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Chunk authentication (RFC 4895): keys come, serve and go; what peers demand; and no secret is ever shown.</summary>
public sealed class AuthenticationTests
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("correct-horse-battery-staple");

    [Fact]
    public async Task Key_SetActivatedReplacedAndFreed_ServesMeanwhile()
    {
        var (server, client) = await PairAsync();
        foreach (var end in (SctpAssociation[])[server, client])
        {
            end.Control.Authentication.SetKey(9, s_secret);
            end.Control.Authentication.SetKey(10, "another"u8);
        }
        Assert.Equal(0, client.Control.Authentication.ActiveKeyId);

        client.Control.Authentication.ActiveKeyId = 9;
        await Exchange.RoundTripAsync(client, server);
        Assert.Equal(9, client.Control.Authentication.ActiveKeyId);
        Assert.Equal(0, server.Control.Authentication.ActiveKeyId);
        client.Control.Authentication.ActiveKeyId = 10;
        client.Control.Authentication.DeactivateKey(9);

        var free = await client.NotificationAsync<SctpAuthenticationNotification>(n => n.Change == SctpAuthenticationChange.FreeKey);
        Assert.Equal(9, free.KeyId);
        client.Control.Authentication.DeleteKey(9);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Key_ThePeerUsesANewOne_IsReported()
    {
        var (server, client) = await PairAsync();
        foreach (var end in (SctpAssociation[])[server, client])
        {
            end.Control.Authentication.SetKey(3, s_secret);
        }
        client.Control.Authentication.ActiveKeyId = 3;

        await Exchange.RoundTripAsync(client, server);

        var change = await server.NotificationAsync<SctpAuthenticationNotification>(n => n.Change == SctpAuthenticationChange.NewKey);
        Assert.Equal(3, change.KeyId);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Keys_DifferentSecretsUnderOneId_NothingPasses()
    {
        var (server, client) = await PairAsync();
        server.Control.Authentication.SetKey(3, s_secret);
        client.Control.Authentication.SetKey(3, "not the same"u8);
        client.Control.Authentication.ActiveKeyId = 3;

        await client.SendAsync(0, new byte[10]).Bounded();

        // The server drops what it cannot verify, so it is never acknowledged.
        await Timeouts.Until(() => client.Control.GetStatistics().RetransmittedChunks > 0, "the message is sent again");
        Assert.Equal(0ul, server.Control.GetStatistics().OrderedChunksReceived);
        Assert.Equal(1, client.Control.GetStatus().UnacknowledgedChunks);
        client.Control.Authentication.ActiveKeyId = 0;
        client.Abort();
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Chunks_DemandedByEachSide_AreKnownToBoth()
    {
        var (server, client) = await Kernel.PairAsync(
            o => (o.Authentication, o.AuthenticatedChunks) = (true, [0]), o => (o.Authentication, o.AuthenticatedChunks) = (true, [3]));

        Assert.Contains((byte)0, server.Control.Authentication.LocalChunks);
        Assert.Contains((byte)0, client.Control.Authentication.PeerChunks);
        Assert.DoesNotContain((byte)0, client.Control.Authentication.LocalChunks);
        Assert.Contains((byte)3, client.Control.Authentication.LocalChunks);
        Assert.Contains((byte)3, server.Control.Authentication.PeerChunks);
        Assert.DoesNotContain((byte)3, server.Control.Authentication.LocalChunks);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public void HmacAlgorithmsAndChunks_FutureAssociations_ReadBack()
    {
        using var socket = new FutureSocket(o => o.Authentication = true);
        var authentication = socket.Control.Authentication;

        authentication.HmacAlgorithms = [SctpHmacAlgorithm.Sha256, SctpHmacAlgorithm.Sha1];
        Assert.Equal([SctpHmacAlgorithm.Sha256, SctpHmacAlgorithm.Sha1], authentication.HmacAlgorithms);
        authentication.HmacAlgorithms = [SctpHmacAlgorithm.Sha1];
        Assert.Equal([SctpHmacAlgorithm.Sha1], authentication.HmacAlgorithms);
        authentication.RequireChunk(7);
        Assert.Contains((byte)7, authentication.LocalChunks);
    }

    [Fact]
    public async Task Secret_InAllThatIsLoggedAndShown_IsNowhere()
    {
        using var logs = new LogCapture(LogLevel.Trace);
        void Set(SctpAssociationOptions o)
        {
            o.Authentication = true;
            o.AuthenticationKeys.Add(new SctpKey(7, s_secret));
            o.ActiveAuthenticationKeyId = 7;
        }
        var (server, client) = await Kernel.PairAsync(Set, Set, logs: logs);
        client.Control.Authentication.SetKey(8, s_secret);
        var refusal = Assert.Throws<SctpException>(() => client.Control.Authentication.DeleteKey(7));
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);

        Assert.NotEmpty(logs.Entries);
        var text = string.Join('\n', [.. logs.Entries.Select(e => e.ToString()), refusal.ToString(), new SctpKey(7, s_secret).ToString()]);
        foreach (var form in (string[])[Encoding.ASCII.GetString(s_secret), Convert.ToHexString(s_secret), Convert.ToBase64String(s_secret), string.Join(", ", s_secret), string.Join("-", s_secret)])
        {
            Assert.DoesNotContain(form, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static Task<(SctpAssociation Server, SctpAssociation Client)> PairAsync()
    {
        return Kernel.PairAsync(Set, Set);

        static void Set(SctpAssociationOptions o) => (o.Authentication, o.AuthenticatedChunks, o.RtoInitial, o.RtoMin) = (true, [0], TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100));
    }
}

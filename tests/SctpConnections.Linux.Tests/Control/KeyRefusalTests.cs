using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Bad keys, chunks and algorithms of authentication, and what is asked without it.</summary>
public sealed class KeyRefusalTests
{
    [Fact]
    public async Task Keys_WrongNumbers_AreRefusedAndTheAssociationWorksOn()
    {
        var (server, client) = await PairAsync();
        var authentication = client.Control.Authentication;

        AssertRefused(() => authentication.ActiveKeyId = 99, "key 99", "there is no such key");
        AssertRefused(() => authentication.DeleteKey(99), "key 99", "there is no such key");
        AssertRefused(() => authentication.DeactivateKey(99), "key 99", "there is no such key");
        AssertRefused(() => authentication.DeleteKey(0), "key 0", "active one");
        AssertRefused(() => authentication.DeactivateKey(0), "key 0", "active one");
        Assert.Equal(0, authentication.ActiveKeyId);
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Fact]
    public async Task Keys_WrongLengths_LongerThanTheProtocolAllowsIsRefusedAndTheLimitsAreNot()
    {
        var (server, client) = await PairAsync();
        var authentication = client.Control.Authentication;

        Assert.Throws<ArgumentOutOfRangeException>("key", () => authentication.SetKey(1, new byte[65_536]));
        AssertRefused(() => authentication.SetKey(2, []), "key 2", "at least one byte");
        authentication.SetKey(3, new byte[65_535]);
        server.Control.Authentication.SetKey(3, new byte[65_535]);
        authentication.ActiveKeyId = 3;

        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(14)]
    [InlineData(15)]
    public void RequireChunk_OneThatCannotBe_IsNamed(byte type)
    {
        using var socket = new FutureSocket(o => o.Authentication = true);

        AssertRefused(() => socket.Control.Authentication.RequireChunk(type), $"chunk {type}", "INIT, INIT ACK, SHUTDOWN COMPLETE and AUTH cannot be authenticated");
    }

    [Theory]
    [InlineData]
    [InlineData(3)]
    [InlineData(1, 2)]
    [InlineData(1, 77)]
    public void HmacAlgorithms_WrongList_IsRefused(params int[] algorithms)
    {
        using var socket = new FutureSocket(o => o.Authentication = true);
        var before = socket.Control.Authentication.HmacAlgorithms;

        AssertRefused(
            () => socket.Control.Authentication.HmacAlgorithms = [.. algorithms.Select(a => (SctpHmacAlgorithm)a)], "HmacAlgorithms", "the list must hold SHA-1");

        Assert.Equal(before, socket.Control.Authentication.HmacAlgorithms);
    }

    [Fact]
    public async Task Authentication_ThePeerHasNone_EachMemberSaysWhatToDo()
    {
        var (server, client) = await Kernel.PairAsync(o => o.Authentication = false, o => o.Authentication = true);

        AssertRefused(() => server.Control.Authentication.SetKey(1, [1]), "key 1", "authentication is off");
        AssertRefused(() => server.Control.Authentication.ActiveKeyId = 1, "key 1", "authentication is off");
        AssertRefused(() => _ = server.Control.Authentication.ActiveKeyId, "ActiveKeyId", "authentication is off");
        AssertRefused(() => _ = client.Control.Authentication.PeerChunks, "PeerChunks", "authentication is off");
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    private static Task<(SctpAssociation Server, SctpAssociation Client)> PairAsync()
        => Kernel.PairAsync(o => o.Authentication = true, o => o.Authentication = true);

    private static void AssertRefused(Action action, params string[] named)
    {
        var error = Assert.Throws<SctpException>(action);

        Assert.All(named, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }
}

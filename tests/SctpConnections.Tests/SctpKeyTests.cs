namespace SctpConnections.Tests;

public sealed class SctpKeyTests
{
    [Fact]
    public void Dispose_AfterUse_ZeroesTheSecretAndKeepsTheCallers()
    {
        byte[] secret = [1, 2, 3];
        var key = new SctpKey(5, secret);
        var value = key.Value;
        secret[0] = 9;
        Assert.Equal([1, 2, 3], value.ToArray());

        key.Dispose();

        Assert.Equal(new byte[3], value.ToArray());
        Assert.Equal(9, secret[0]);
        key.Dispose();
    }

    [Fact]
    public void ToString_Always_TellsTheNumberAndTheLengthOnly() => Assert.Equal("key 5 of 3 bytes", new SctpKey(5, "abc"u8).ToString());

    [Fact]
    public void Create_LongestAndEmpty_AreAllowedAndOneMoreIsNot()
    {
        Assert.Equal(65_535, new SctpKey(1, new byte[65_535]).Value.Length);
        Assert.Empty(new SctpKey(1, []).Value.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("value", () => new SctpKey(1, new byte[65_536]));
    }
}

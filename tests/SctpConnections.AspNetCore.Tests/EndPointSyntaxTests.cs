namespace SctpConnections.AspNetCore.Tests;

public sealed class EndPointSyntaxTests
{
    [Theory]
    [InlineData("sctp/10.0.0.1+10.0.1.1:2905")]
    [InlineData("sctp://10.0.0.1:2905")]
    [InlineData("[::1]+127.0.0.1:1")]
    [InlineData("*:2905")]
    [InlineData("localhost:2905")]
    [InlineData("sctp/hlr-1.example.org+hlr-2.example.org:2905")]
    [InlineData("3gpp.example:1")]
    public void Check_EndPoint_IsRight(string text) => Assert.Null(EndPointSyntax.Check(text, isPeer: true));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1:")]
    [InlineData("10.0.0.1:65536")]
    [InlineData("10.0.0.1:-1")]
    [InlineData("10.0.0:2905")]
    [InlineData("10.0.0.256:2905")]
    [InlineData("10.0.0.1+:2905")]
    [InlineData("::1:2905")]
    [InlineData("[::1]")]
    [InlineData("a b:2905")]
    [InlineData("http://a:2905")]
    public void Check_NoEndPoint_TellsWhy(string? text) => Assert.Contains("expected", EndPointSyntax.Check(text, isPeer: true), StringComparison.Ordinal);

    [Fact]
    public void Check_PortZero_OnlyToListen()
    {
        Assert.Null(EndPointSyntax.Check("127.0.0.1:0", isPeer: false));
        Assert.NotNull(EndPointSyntax.Check("127.0.0.1:0", isPeer: true));
    }
}

namespace SctpConnections.Tests;

public sealed class PayloadProtocolIdentifierTests
{
    [Theory]
    [InlineData(0u, "Unspecified")]
    [InlineData(3u, "M3ua")]
    [InlineData(18u, "S1ap")]
    [InlineData(46u, "Diameter")]
    [InlineData(47u, "DiameterDtls")]
    [InlineData(50u, "WebRtcDcep")]
    [InlineData(51u, "WebRtcString")]
    [InlineData(53u, "WebRtcBinary")]
    [InlineData(60u, "Ngap")]
    [InlineData(61u, "Xnap")]
    [InlineData(62u, "F1ap")]
    [InlineData(4711u, "4711")]
    [InlineData(uint.MaxValue, "4294967295")]
    public void GetName_Identifier_IsTheRegistrysNameOrTheNumber(uint identifier, string expected)
        => Assert.Equal(expected, PayloadProtocolIdentifier.GetName(identifier));

    [Fact]
    public void GetName_EveryConstant_GivesItsOwnName()
    {
        var constants = typeof(PayloadProtocolIdentifier).GetFields().Where(field => field.IsLiteral).ToList();

        Assert.True(constants.Count > 50);
        Assert.All(constants, constant => Assert.Equal(constant.Name, PayloadProtocolIdentifier.GetName((uint)constant.GetRawConstantValue()!)));
    }
}

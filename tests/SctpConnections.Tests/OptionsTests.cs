using System.Reflection;

namespace SctpConnections.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_Defaults_AreValid()
    {
        Assert.Empty(new SctpTransportOptions().Validate());
        Assert.Empty(new SctpClientOptions().Validate());
    }

    [Fact]
    public void Validate_WrongValue_NamesPathPropertyValueAndRule()
    {
        var errors = new SctpTransportOptions { NotificationLimit = 0 }.Validate("Sctp:Transport");

        Assert.Equal("Sctp:Transport:NotificationLimit is '0', but must lie between 1 and 1048576.", Assert.Single(errors));
    }

    [Fact]
    public void Validate_RtoOutOfOrder_IsAnError()
        => Assert.Single(new SctpClientOptions { RtoMin = TimeSpan.FromSeconds(5), RtoMax = TimeSpan.FromSeconds(1) }.Validate());

    [Fact]
    public void GetEndPointOptions_EverySetting_IsCopied()
    {
        var source = new SctpTransportOptions();
        var properties = typeof(SctpTransportOptions).GetProperties().Where(property => property.CanWrite).ToList();
        foreach (var property in properties)
        {
            property.SetValue(source, Other(property, property.GetValue(source)));
        }

        var copy = source.GetEndPointOptions(SctpEndPoint.Loopback(1));

        Assert.True(properties.Count > 30);
        Assert.All(properties, property => Assert.Equal(property.GetValue(source), property.GetValue(copy)));
    }

    [Fact]
    public void ForEndPoint_SeveralCalls_AddUpForThatEndPointAlone()
    {
        var options = new SctpTransportOptions();
        options.ForEndPoint(SctpEndPoint.Loopback(1), own => own.Backlog = 5);
        options.ForEndPoint(SctpEndPoint.Loopback(1), own => own.OutboundStreams = 9);

        var own = options.GetEndPointOptions(SctpEndPoint.Loopback(1));
        var other = options.GetEndPointOptions(SctpEndPoint.Loopback(2));

        Assert.Equal((5, 9), (own.Backlog, own.OutboundStreams));
        Assert.Equal((512, 64), (other.Backlog, other.OutboundStreams));
    }

    private static object Other(PropertyInfo property, object? value) => value switch
    {
        bool flag => !flag,
        int number => number + 1,
        ushort number => (ushort)(number + 1),
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        TimeProvider => new TestShared.TestClock(),
        Enum => Enum.ToObject(property.PropertyType, 1),
        _ => Example(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType),
    };

    private static object Example(Type type) => type == typeof(string) ? "other"
        : type == typeof(ushort) ? (ushort)7
        : type == typeof(int) ? 7
        : type == typeof(uint) ? 7u
        : type == typeof(byte) ? (byte)7
        : type == typeof(bool) ? true
        : type.IsEnum ? Enum.ToObject(type, 1)
        : type.IsGenericType ? Array.CreateInstance(type.GenericTypeArguments[0], 1)
        : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(7)
        : throw new NotSupportedException($"Give {type} an example.");
}

using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SctpConnections.TestShared;

namespace SctpConnections.AspNetCore.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task ListenSctp_Name_BindsAsConfigured()
    {
        var builder = TestHost.CreateBuilder("memory", kestrel => kestrel.ListenSctp("sigtran", listen => listen.Run(TestHost.EchoAsync)));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sctp:Provider"] = "memory",
            ["Sctp:Defaults:InboundStreams"] = "20",
            ["Sctp:Defaults:OutboundStreams"] = "18",
            ["Sctp:Listeners:sigtran:EndPoint"] = "sctp/127.0.0.1:5001",
            ["Sctp:Listeners:sigtran:Provider"] = "Memory",
            ["Sctp:Listeners:sigtran:InboundStreams"] = "17",
        });
        await using var app = await TestHost.StartAsync(builder);
        await using var association = await app.ConnectAsync(SctpEndPoint.Loopback(5001));

        Assert.Equal((17, 18), (association.OutboundStreams, association.InboundStreams));
    }

    [Fact]
    public async Task ListenSctp_NameOfHost_IsResolved()
    {
        var builder = TestHost.CreateBuilder("memory", kestrel => kestrel.ListenSctp("a", listen => listen.Run(TestHost.EchoAsync)));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Sctp:Listeners:a:EndPoint"] = "localhost:5002" });
        await using var app = await TestHost.StartAsync(builder);

        Assert.Equal(5002, app.SctpEndPoint().Port);
    }

    [Fact]
    public async Task ListenSctp_UnknownName_StartFailsAndNamesThePath()
    {
        var builder = TestHost.CreateBuilder("memory", kestrel => kestrel.ListenSctp("sigtran", listen => listen.Run(TestHost.EchoAsync)));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Sctp:Listeners:diameter:EndPoint"] = "*:3868" });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(builder));
        Assert.Equal("There is no SCTP listener 'sigtran': the configuration has no Sctp:Listeners:sigtran:EndPoint. Listeners there: diameter.", error.Message);
    }

    [Theory]
    [InlineData("Sctp:Provider", "kernal", "Sctp:Provider is 'kernal', but must be Auto or a provider that is registered: memory, kernel.")]
    [InlineData("Sctp:Defaults:NoDelay", "yes", "Sctp:Defaults:NoDelay is 'yes', but must be true or false.")]
    [InlineData("Sctp:Defaults:Backlog", "0", "Sctp:Defaults:Backlog is '0', but must lie between 1 and 65535.")]
    [InlineData("Sctp:Defaults:OutboundStream", "7", "Sctp:Defaults:OutboundStream is no setting of listeners or clients in general; check the spelling.")]
    [InlineData("Sctp:Defaults:HeartbeatInterval", "5", "Sctp:Defaults:HeartbeatInterval is '5', but must be a time span such as 00:00:05 or 00:00:00.200.")]
    [InlineData("Sctp:Defaults:PathMtu", "12 KB", "Sctp:Defaults:PathMtu is '12 KB', but must be a whole number from -2147483648 to 2147483647.")]
    [InlineData("Sctp:Listeners:a:EndPoint", "10.0.0.300:1", "Sctp:Listeners:a:EndPoint is '10.0.0.300:1', but '10.0.0.300' is neither an IP address nor a host name; expected sctp/address")]
    [InlineData("Sctp:Listeners:a:NoDelay", "true", "Sctp:Listeners:a:EndPoint is '', but must be set; expected sctp/address")]
    [InlineData("Sctp:Listeners:a:OversizedMessagePolicy", "1", "Sctp:Listeners:a:OversizedMessagePolicy is '1', but must be one of Abort, DeliverInParts.")]
    [InlineData("Sctp:Listeners:a:OutboundStreams", "70000", "Sctp:Listeners:a:OutboundStreams is '70000', but must be a whole number from 0 to 65535.")]
    [InlineData("Sctp:Listeners:a:OutboundStreams", "0", "Sctp:Listeners:a:OutboundStreams is '0', but must lie between 1 and 65535.")]
    [InlineData("Sctp:Clients:hlr:EndPoint", "10.0.0.300:2905", "Sctp:Clients:hlr:EndPoint is '10.0.0.300:2905', but '10.0.0.300' is neither an IP address nor a host name")]
    [InlineData("Sctp:Clients:hlr:EndPoint", "10.0.0.3", "Sctp:Clients:hlr:EndPoint is '10.0.0.3', but has no port")]
    [InlineData("Sctp:Clients:hlr:EndPoint", "10.0.0.3:0", "Sctp:Clients:hlr:EndPoint is '10.0.0.3:0', but '0' is no port from 1 to 65535")]
    [InlineData("Sctp:Clients:hlr:LocalEndPoint", "eth0", "Sctp:Clients:hlr:LocalEndPoint is 'eth0', but has no port")]
    [InlineData("Sctp:Clients:hlr:ConnectTimeout", "-00:00:01", "Sctp:Clients:hlr:ConnectTimeout is '-00:00:01', but must lie between 1 and")]
    [InlineData("Sctp:Clients:other:MaxInitAttempts", "many", "Sctp:Clients:other:MaxInitAttempts is 'many', but must be a whole number from 0 to 65535.")]
    [InlineData("Sctp:Clients:other:Reconect", "x", "Sctp:Clients:other:Reconect is no setting of a client; check the spelling.")]
    public async Task Start_WrongValue_FailsAndNamesPathValueAndRemedy(string key, string value, string expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [key] = value });
        builder.Services.AddSingleton<Providers.SctpProvider>(new MemoryProvider());
        builder.Services.AddSctpClient("hlr");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenSctp(SctpEndPoint.Loopback(0), listen => listen.Run(TestHost.EchoAsync)));

        var error = await Record.ExceptionAsync(() => TestHost.StartAsync(builder));
        var failures = error is AggregateException all ? all.InnerExceptions.Cast<OptionsValidationException>() : [Assert.IsType<OptionsValidationException>(error)];
        Assert.Contains(failures.SelectMany(failure => failure.Failures), failure => failure.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AddSctp_SeveralWrongValues_AllAreTold()
    {
        await using var services = new ServiceCollection().AddSctp(TestHost.Configuration(
            ("Defaults:NoDelay", "1"), ("Defaults:Backlog", "x"), ("Listeners:a:EndPoint", ":"))).BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<SctpTransportFactory>);
        Assert.Equal(3, error.Failures.Count());
    }

    [Fact]
    public async Task AddSctp_CodeAndConfiguration_CodeWins()
    {
        await using var services = new ServiceCollection()
            .AddSctp(TestHost.Configuration(("Defaults:Backlog", "5"), ("Defaults:MaxAssociations", "6")), options => options.Backlog = 7)
            .AddSctp().BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<SctpTransportOptions>>().Value;

        Assert.Equal((7, 6), (options.Backlog, options.MaxAssociations));
    }

    [Fact]
    public async Task AddSctpClient_Configuration_DefaultsThenItsOwn()
    {
        var section = TestHost.Configuration(
            ("Provider", "kernel"), ("Defaults:ConnectTimeout", "00:00:02"), ("Defaults:RtoMin", "00:00:00.100"), ("Defaults:RtoMax", "00:00:09"),
            ("Clients:hlr:EndPoint", "sctp://hlr.example+10.3.0.1:2905"), ("Clients:hlr:RtoMax", ""), ("Clients:hlr:LocalEndPoint", "[::1]:0"));
        await using var services = new ServiceCollection().AddSctp(section).AddSctpClient("hlr").Services.BuildServiceProvider();
        var monitor = services.GetRequiredService<IOptionsMonitor<SctpClientOptions>>();
        var (hlr, unnamed) = (monitor.Get("hlr"), monitor.CurrentValue);

        Assert.Equal(("sctp://hlr.example+10.3.0.1:2905", "[::1]:0", "kernel"), (hlr.EndPoint, hlr.LocalEndPoint, hlr.Provider));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.1), null), (hlr.ConnectTimeout, hlr.RtoMin, hlr.RtoMax));
        Assert.Equal((null, TimeSpan.FromSeconds(9)), (unnamed.EndPoint, unnamed.RtoMax));
    }

    /// <summary>A property that is added to the options and forgotten in the binder fails here.</summary>
    [Theory]
    [InlineData(typeof(SctpTransportOptions))]
    [InlineData(typeof(SctpClientOptions))]
    public void Bind_EveryProperty_IsSet(Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite && property.PropertyType != typeof(TimeProvider)))
        {
            var options = Activator.CreateInstance(type)!;
            var (text, expected) = Sample(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, property.GetValue(options));
            var errors = new List<string>();
            var configuration = new SctpConfiguration(TestHost.Configuration(($"Listeners:x:{property.Name}", text), ($"Clients:x:{property.Name}", text)));
            if (options is SctpTransportOptions listener)
            {
                OptionsBinder.BindListener(configuration.ReadListener("x", errors), listener);
            }
            else
            {
                OptionsBinder.BindClient(configuration.ReadClient("x", errors), (SctpClientOptions)options);
            }

            Assert.True(errors.Count == 0, string.Join(' ', errors));
            Assert.Equivalent(expected, property.GetValue(options), strict: true);
        }
    }

    private static (string Text, object Value) Sample(Type type, object? present)
    {
        if (type.IsGenericType)
        {
            // A list: one entry, as text and as value.
            var (text, entry) = Sample(type.GenericTypeArguments[0], null);
            var list = Array.CreateInstance(type.GenericTypeArguments[0], 1);
            list.SetValue(entry, 0);
            return (text, list);
        }
        object value = present is bool flag ? !flag
            : type.IsEnum ? Enum.GetValuesAsUnderlyingType(type).Length > 1 ? Enum.ToObject(type, 1) : throw new InvalidOperationException()
            : type == typeof(string) ? "text"
            : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(77)
            : Convert.ChangeType(77, type, System.Globalization.CultureInfo.InvariantCulture);
        return (value.ToString()!, value);
    }
}

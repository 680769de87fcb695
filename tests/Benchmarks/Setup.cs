using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SctpConnections.Linux;

namespace SctpConnections.Benchmarks;

/// <summary>Listeners and clients on the kernel, without a host around them.</summary>
internal static class Setup
{
    public static ILoggerFactory Logs => NullLoggerFactory.Instance;

    public static async Task<IConnectionListener> ListenAsync(int port, bool isInline)
    {
        var options = new SctpTransportOptions { UnsafePreferInlineScheduling = isInline };
        var factory = new SctpTransportFactory([new LinuxSctpProvider(Logs)], Options.Create(options), Logs);
        return await factory.BindAsync(SctpEndPoint.Loopback(port));
    }

    public static async Task<SctpAssociation> ConnectAsync(int port, Action<SctpClientOptions>? configure = null)
    {
        var options = new SctpClientOptions();
        configure?.Invoke(options);
        return await new SctpConnectionFactory([new LinuxSctpProvider(Logs)], options, Logs).ConnectAsync(SctpEndPoint.Loopback(port));
    }
}

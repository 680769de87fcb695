using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SctpConnections.Linux.Internal;
using SctpConnections.Providers;

namespace SctpConnections.Linux;

/// <summary>The SCTP of the Linux kernel, through one-to-many sockets, which each association is peeled off from, and epoll loops of its own. Thread-safe; one per process is enough.</summary>
public sealed class LinuxSctpProvider : SctpProvider
{
    private readonly ILogger _logger;

    /// <summary>Creates the provider.</summary>
    /// <param name="loggerFactory">Logs go to the category <c>SctpConnections.Linux</c>.</param>
    public LinuxSctpProvider(ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _logger = loggerFactory.CreateLogger(LinuxLog.Category);
    }

    /// <inheritdoc/>
    public override string Name => "kernel";

    /// <summary>Whether the kernel makes SCTP sockets; asked anew each time, as the module may be loaded meanwhile.</summary>
    public override bool IsSupported([NotNullWhen(false)] out string? reason)
    {
        reason = KernelSocket.Probe();
        return reason is null;
    }

    /// <inheritdoc/>
    public override SctpListenerChannel Listen(SctpEndPoint endPoint, SctpTransportOptions options)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(options);
        return options.PerMessageDestinations ? new OneToOneListener(endPoint, options, _logger) : new KernelListener(endPoint, options, _logger);
    }

    /// <inheritdoc/>
    public override async ValueTask<SctpAssociationChannel> ConnectAsync(
        SctpEndPoint remoteEndPoint, SctpEndPoint? localEndPoint, SctpAssociationOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remoteEndPoint);
        ArgumentNullException.ThrowIfNull(options);
        return await KernelConnector.ConnectAsync(remoteEndPoint, localEndPoint, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override SctpOneToManyChannel OpenOneToMany(SctpEndPoint localEndPoint, SctpTransportOptions options)
    {
        ArgumentNullException.ThrowIfNull(localEndPoint);
        ArgumentNullException.ThrowIfNull(options);
        return new KernelOneToManyChannel(localEndPoint, options, _logger);
    }
}

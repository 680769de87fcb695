using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SctpConnections.Providers;

namespace SctpConnections.Linux;

/// <summary>The SCTP of the Linux kernel, through one-to-one sockets and its own epoll loops. Thread-safe; one per process is enough.</summary>
public sealed class LinuxSctpProvider : SctpProvider
{
    /// <summary>Creates the provider.</summary>
    /// <param name="loggerFactory">Logs go to the category <c>SctpConnections.Linux</c>.</param>
    public LinuxSctpProvider(ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(loggerFactory);
    }

    /// <inheritdoc/>
    public override string Name => "kernel";

    /// <inheritdoc/>
    public override bool IsSupported([NotNullWhen(false)] out string? reason) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override SctpListenerChannel Listen(SctpEndPoint endPoint, SctpTransportOptions options) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override ValueTask<SctpAssociationChannel> ConnectAsync(
        SctpEndPoint remoteEndPoint, SctpEndPoint? localEndPoint, SctpAssociationOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();
}

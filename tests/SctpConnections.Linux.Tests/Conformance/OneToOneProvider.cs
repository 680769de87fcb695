using System.Diagnostics.CodeAnalysis;
using SctpConnections.Providers;

namespace SctpConnections.Linux.Tests.Conformance;

/// <summary>The kernel provider with PerMessageDestinations on for whoever uses it.</summary>
internal sealed class OneToOneProvider(LinuxSctpProvider kernel) : SctpProvider
{
    public override string Name => kernel.Name;

    public override bool IsSupported([NotNullWhen(false)] out string? reason) => kernel.IsSupported(out reason);

    public override SctpListenerChannel Listen(SctpEndPoint endPoint, SctpTransportOptions options)
    {
        options.PerMessageDestinations = true;
        return kernel.Listen(endPoint, options);
    }

    public override ValueTask<SctpAssociationChannel> ConnectAsync(
        SctpEndPoint remoteEndPoint, SctpEndPoint? localEndPoint, SctpAssociationOptions options, CancellationToken cancellationToken)
    {
        options.PerMessageDestinations = true;
        return kernel.ConnectAsync(remoteEndPoint, localEndPoint, options, cancellationToken);
    }
}

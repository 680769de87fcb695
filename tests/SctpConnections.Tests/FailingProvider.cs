using System.Diagnostics.CodeAnalysis;
using SctpConnections.Providers;

namespace SctpConnections.Tests;

/// <summary>A provider whose listener answers each accept with what the test gives, errors included.</summary>
internal sealed class FailingProvider(Func<SctpAssociationChannel?> accept, string? unsupported = null) : SctpProvider
{
    public override string Name => "failing";

    public override bool IsSupported([NotNullWhen(false)] out string? reason) => (reason = unsupported) is null;

    public override SctpListenerChannel Listen(SctpEndPoint endPoint, SctpTransportOptions options) => new FailingListener(accept, endPoint);

    public override ValueTask<SctpAssociationChannel> ConnectAsync(
        SctpEndPoint remoteEndPoint, SctpEndPoint? localEndPoint, SctpAssociationOptions options, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    private sealed class FailingListener(Func<SctpAssociationChannel?> accept, SctpEndPoint endPoint) : SctpListenerChannel
    {
        public override SctpEndPoint EndPoint => endPoint;

        public override ValueTask<SctpAssociationChannel?> AcceptAsync() => new(accept());

        public override void Unbind()
        {
        }
    }
}

using System.Net;

namespace SctpConnections.TestShared;

/// <summary>Paths that the test made up.</summary>
internal sealed class ScriptedPaths(IReadOnlyList<SctpPath> paths) : SctpPaths
{
    public override SctpEndPoint LocalEndPoint => throw new NotSupportedException();

    public override SctpEndPoint RemoteEndPoint => throw new NotSupportedException();

    public override IPAddress Primary
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override IReadOnlyList<SctpPath> GetAll() => paths;

    public override SctpPath Get(IPAddress address) => throw new NotSupportedException();

    public override void AddLocalAddress(IPAddress address) => throw new NotSupportedException();

    public override void RemoveLocalAddress(IPAddress address) => throw new NotSupportedException();

    public override void RequestPeerPrimary(IPAddress localAddress) => throw new NotSupportedException();

    public override void RequestHeartbeat(IPAddress? address = null) => throw new NotSupportedException();

    public override SctpPathSettings GetSettings(IPAddress? address = null) => throw new NotSupportedException();

    public override void Configure(SctpPathSettings settings, IPAddress? address = null) => throw new NotSupportedException();
}

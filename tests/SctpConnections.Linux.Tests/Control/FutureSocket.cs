using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>A socket without an association, and what can be asked and set about those that it will have.</summary>
internal sealed class FutureSocket : IDisposable
{
    public FutureSocket(Action<SctpAssociationOptions>? configure = null, string address = "127.0.0.1")
    {
        var options = new SctpAssociationOptions();
        configure?.Invoke(options);
        Handle = KernelSocket.Create([System.Net.IPAddress.Parse(address)], options);
        Control = new KernelControl(Handle, associationId: 0, isAssociation: false, options);
    }

    public SafeSctpHandle Handle { get; }

    public SctpControl Control { get; }

    public void Dispose() => Handle.Dispose();
}

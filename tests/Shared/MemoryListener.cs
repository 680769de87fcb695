using System.Threading.Channels;
using SctpConnections.Providers;

namespace SctpConnections.TestShared;

/// <summary>The listener of a <see cref="MemoryProvider"/>.</summary>
internal sealed class MemoryListener(MemoryProvider provider, SctpEndPoint endPoint, SctpTransportOptions options) : SctpListenerChannel
{
    private readonly Channel<MemoryChannel> _backlog = Channel.CreateBounded<MemoryChannel>(options.Backlog);

    public SctpTransportOptions Options => options;

    public override SctpEndPoint EndPoint => endPoint;

    public bool TryOffer(MemoryChannel channel) => _backlog.Writer.TryWrite(channel);

    public override async ValueTask<SctpAssociationChannel?> AcceptAsync()
        => await _backlog.Reader.WaitToReadAsync() && _backlog.Reader.TryRead(out var channel) ? channel : null;

    public override void Unbind()
    {
        provider.Release(this);
        _backlog.Writer.TryComplete();
        while (_backlog.Reader.TryRead(out var channel))
        {
            channel.Abort("the listener was closed");
        }
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace SctpConnections;

/// <summary>
/// A stream as a connection. Streams of SCTP have no end of their own: it ends with the association, and disposing it only stops
/// reading and writing here.
/// </summary>
internal sealed class SctpStreamContext(SctpStream stream) : SctpContext(stream.Association, s_features), IStreamIdFeature, IStreamDirectionFeature
{
    private static readonly Type[] s_features = [.. CommonFeatures, typeof(IStreamIdFeature), typeof(IStreamDirectionFeature)];

    private CancellationToken? _connectionClosed;

    public override SctpStream Stream { get; } = stream;

    public override CancellationToken ConnectionClosed
    {
        get => _connectionClosed ?? Association.Closed;
        set => _connectionClosed = value;
    }

    long IStreamIdFeature.StreamId => Stream.Id;

    bool IStreamDirectionFeature.CanRead => Stream.Id < Association.InboundStreams;

    bool IStreamDirectionFeature.CanWrite => Stream.Id < Association.OutboundStreams;

    /// <summary>Aborts the association: without stream reset (RFC 6525) SCTP cannot end one stream alone.</summary>
    public override void Abort(ConnectionAbortedException abortReason) => Association.Abort(abortReason);

    public override void Abort() => Association.Abort((ConnectionAbortedException?)null);

    public override async ValueTask DisposeAsync()
    {
        Stream.Input.Complete();
        // Bytes that were written and not flushed are no message.
        Stream.Output.Complete(s_disposed);
        await base.DisposeAsync();
    }

    protected override string CreateId() => string.Create(CultureInfo.InvariantCulture, $"{Association.Id}:{Stream.Id}");

    private static readonly ObjectDisposedException s_disposed = new(nameof(SctpStreamContext));
}

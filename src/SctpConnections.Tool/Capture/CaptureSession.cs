using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Interop;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Capture;

/// <summary>Takes packets from the socket to the file and to the screen until it has enough.</summary>
internal sealed class CaptureSession : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(1);

    private readonly CaptureOptions _options;
    private readonly PacketSocket _socket;
    private readonly Stream? _file;
    private readonly PcapngWriter? _writer;
    private readonly IRenderer? _lines;
    private readonly LinkType _linkType;
    private readonly Dictionary<int, (string Name, int Id)> _interfaces = [];
    private readonly byte[] _buffer = new byte[PacketSocket.MaxPacket];
    private long _last;

    /// <param name="options">What to take.</param>
    /// <param name="openFile">Makes the file, when the socket is there; null for none.</param>
    /// <param name="lines">Where lines go; null for nowhere.</param>
    public CaptureSession(CaptureOptions options, Func<Stream>? openFile, IRenderer? lines)
    {
        _options = options;
        _lines = lines;
        _socket = PacketSocket.Open(options.Interface, options.UdpPort > 0);
        _linkType = !_socket.HasLinkHeader ? LinkType.LinuxSll2
            : _socket.HardwareType == PacketConstants.ARPHRD_NONE ? LinkType.Raw : LinkType.Ethernet;
        try
        {
            _file = openFile?.Invoke();
            _writer = _file is null ? null : new PcapngWriter(_file, $"sctp {typeof(CaptureSession).Assembly.GetName().Version?.ToString(3)}");
            // The head is there at once, for a reader at the other end of a pipe.
            _file?.Flush();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Packets that were taken.</summary>
    public long Captured { get; private set; }

    /// <summary>Packets that the kernel had no room for.</summary>
    public long Dropped { get; private set; }

    private bool IsFull => Captured >= (_options.Count ?? long.MaxValue);

    /// <summary>Runs until a limit is met or the token is cancelled; then takes what the kernel still holds.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!IsFull && !cancellationToken.IsCancellationRequested)
        {
            var left = _options.Duration - TimeProvider.System.GetElapsedTime(start) ?? s_patience;
            if (left <= TimeSpan.Zero)
            {
                break;
            }
            if (_socket.Wait(left < s_patience ? left : s_patience))
            {
                TakeAll(cancellationToken);
            }
            _file?.Flush();
        }
        TakeRest();
        var (_, dropped) = _socket.ReadStatistics();
        Dropped = dropped;
        foreach (var (_, id) in _interfaces.Values)
        {
            // What was dropped belongs to no interface; it is told once.
            _writer?.AddStatistics(id, _last, Captured, dropped);
            dropped = 0;
        }
        _file?.Flush();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _file?.Dispose();
    }

    private void TakeAll(CancellationToken cancellationToken)
    {
        while (!IsFull && !cancellationToken.IsCancellationRequested && _socket.TryReceive(_buffer, out var record))
        {
            Take(record);
        }
    }

    private void TakeRest()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!IsFull && TimeProvider.System.GetElapsedTime(start) < s_drainLimit && _socket.TryReceive(_buffer, out var record))
        {
            Take(record);
        }
    }

    private void Take(in PacketRecord record)
    {
        // A loopback shows each packet twice, going out and coming in.
        var isOutbound = record.PacketType == PacketConstants.PACKET_OUTGOING;
        if (isOutbound && record.HardwareType == PacketConstants.ARPHRD_LOOPBACK)
        {
            return;
        }
        var data = _buffer.AsSpan(0, record.Captured);
        var offset = LinkHeader.IpOffset(_linkType, data);
        var (name, id) = InterfaceOf(record.Interface);
        var time = DateTimeOffset.UnixEpoch.AddTicks(record.Nanoseconds / 100).ToLocalTime();
        var summary = PacketReader.Read(data[offset..], record.Length - offset, _options.UdpPort, time, name);
        if (summary is null || (_options.Port is { } port && !summary.HasPort(port)))
        {
            return;
        }
        Captured++;
        _last = record.Nanoseconds;
        if (_writer is not null)
        {
            Span<byte> header = stackalloc byte[_linkType == LinkType.LinuxSll2 ? LinkHeader.Sll2Length : 0];
            if (!header.IsEmpty)
            {
                LinkHeader.WriteSll2(header, record);
            }
            _writer.AddPacket(id, record.Nanoseconds, isOutbound, record.Length + header.Length, header, data);
        }
        _lines?.Show(summary with { IsVerbose = _options.IsVerbose });
    }

    private (string Name, int Id) InterfaceOf(int index)
    {
        if (!_interfaces.TryGetValue(index, out var known))
        {
            var name = PacketSocket.NameOf(index);
            known = (name, _writer?.AddInterface(_linkType, name) ?? 0);
            _interfaces[index] = known;
        }
        return known;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.TestShared;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>What passes over loopback, as tshark reads it: dumpcap writes it down, and a datagram of its own marks the end.</summary>
internal sealed class WireCapture : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"wire-{Guid.NewGuid():N}.pcapng");
    private readonly Command _dumpcap;

    private WireCapture() => _dumpcap = Command.Start("dumpcap", "-q", "-i", "lo", "-f", "sctp or udp", "-w", _file);

    /// <summary>Begins; what is sent from now on is captured.</summary>
    public static async Task<WireCapture> StartAsync()
    {
        var capture = new WireCapture();
        // It names the file once the interface is open and the filter set.
        await capture._dumpcap.WaitForAsync("File: " + capture._file);
        return capture;
    }

    /// <summary>Ends, and gives every chunk in the order in which it passed.</summary>
    public async Task<IReadOnlyList<WireChunk>> StopAsync()
    {
        await WaitForMarkAsync();
        await _dumpcap.StopAsync();
        var decoded = _file + ".xml";
        await Command.RunAsync(
            "bash", "-c", $"tshark -n -r {_file} -o sctp.relative_tsns:FALSE -o sctp.reassembly:FALSE -J 'ip ipv6 udp sctp' -T pdml > {decoded}");
        return [.. XDocument.Load(decoded).Root!.Elements("packet").SelectMany(WireChunk.ReadAll)];
    }

    public async ValueTask DisposeAsync()
    {
        await _dumpcap.DisposeAsync();
        File.Delete(_file);
        File.Delete(_file + ".xml");
    }

    private async Task WaitForMarkAsync()
    {
        var mark = Guid.NewGuid().ToByteArray();
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await socket.SendAsync(mark, (IPEndPoint)socket.Client.LocalEndPoint!);
        await Timeouts.Until(() => Read().AsSpan().IndexOf(mark) >= 0, "what was sent is captured");
    }

    private byte[] Read()
    {
        using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

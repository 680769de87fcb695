using System.Globalization;
using System.Xml.Linq;

namespace SctpConnections.Linux.Tests.Wire;

/// <summary>One chunk of a packet, by the names of tshark's fields.</summary>
internal sealed class WireChunk
{
    public const int Data = 0, Init = 1, InitAck = 2, Heartbeat = 4, HeartbeatAck = 5, Auth = 15, IData = 64, AsconfAck = 128, ReConfig = 130, ForwardTsn = 192, Asconf = 193;

    private readonly XElement _packet;
    private readonly XElement _sctp;
    private readonly XElement _chunk;

    private WireChunk(XElement packet, XElement sctp, XElement chunk)
    {
        _packet = packet;
        _sctp = sctp;
        _chunk = chunk;
    }

    public int Type => (int)this["sctp.chunk_type"];

    /// <summary>The chunk types of the packet that it is in.</summary>
    public IEnumerable<int> Packet => ReadAll(_packet).Select(chunk => chunk.Type);

    /// <summary>Where the packet goes.</summary>
    public string Destination => Shown(_packet, "ip.dst").Concat(Shown(_packet, "ipv6.dst")).First();

    /// <summary>The first field of that name in the chunk.</summary>
    public long this[string field] => All(field).First();

    public static IEnumerable<WireChunk> ReadAll(XElement packet)
        => from sctp in packet.Elements("proto")
           where (string?)sctp.Attribute("name") == "sctp"
           from field in sctp.Elements("field")
           where field.Elements("field").Any(inner => (string?)inner.Attribute("name") == "sctp.chunk_type")
           select new WireChunk(packet, sctp, field);

    public bool IsFrom(SctpAssociation end) => Numbers(_sctp, "sctp.srcport").First() == end.LocalEndPoint.Port;

    /// <summary>Every field of that name in the chunk.</summary>
    public IEnumerable<long> All(string field) => Numbers(_chunk, field);

    /// <summary>Every field of that name in the chunk, as tshark shows it.</summary>
    public IEnumerable<string> Texts(string field) => Shown(_chunk, field);

    /// <summary>Every field of that name in the packet's headers.</summary>
    public IEnumerable<long> Header(string field) => Numbers(_packet, field);

    private static IEnumerable<string> Shown(XElement element, string field)
        => element.Descendants("field").Where(inner => (string?)inner.Attribute("name") == field).Select(inner => (string)inner.Attribute("show")!);

    private static IEnumerable<long> Numbers(XElement element, string field)
        => Shown(element, field).Select(text => text.StartsWith("0x", StringComparison.Ordinal)
            ? long.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : long.Parse(text, CultureInfo.InvariantCulture));
}

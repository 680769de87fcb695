using System.Globalization;

namespace SctpConnections.Tool.Capture;

/// <summary>Names of chunks and parameters (IANA registry).</summary>
internal static class SctpNames
{
    public static string Chunk(int type) => type switch
    {
        0 => "DATA",
        1 => "INIT",
        2 => "INIT-ACK",
        3 => "SACK",
        4 => "HEARTBEAT",
        5 => "HEARTBEAT-ACK",
        6 => "ABORT",
        7 => "SHUTDOWN",
        8 => "SHUTDOWN-ACK",
        9 => "ERROR",
        10 => "COOKIE-ECHO",
        11 => "COOKIE-ACK",
        12 => "ECNE",
        13 => "CWR",
        14 => "SHUTDOWN-COMPLETE",
        15 => "AUTH",
        64 => "I-DATA",
        128 => "ASCONF-ACK",
        130 => "RE-CONFIG",
        132 => "PAD",
        192 => "FORWARD-TSN",
        193 => "ASCONF",
        194 => "I-FORWARD-TSN",
        _ => string.Create(CultureInfo.InvariantCulture, $"chunk-{type}"),
    };

    public static string Parameter(int type) => type switch
    {
        1 => "heartbeat-info",
        5 => "IPv4",
        6 => "IPv6",
        7 => "cookie",
        8 => "unrecognized",
        9 => "cookie-preservative",
        11 => "host-name",
        12 => "address-types",
        13 => "outgoing-reset",
        14 => "incoming-reset",
        15 => "tsn-reset",
        16 => "reconfig-response",
        17 => "add-outgoing-streams",
        18 => "add-incoming-streams",
        0x8000 => "ECN",
        0x8001 => "zero-checksum",
        0x8002 => "random",
        0x8003 => "chunk-list",
        0x8004 => "HMAC-algorithms",
        0x8005 => "padding",
        0x8008 => "extensions",
        0xc000 => "forward-tsn",
        0xc001 => "add-address",
        0xc002 => "delete-address",
        0xc003 => "error-cause",
        0xc004 => "set-primary",
        0xc005 => "success",
        0xc006 => "adaptation",
        _ => string.Create(CultureInfo.InvariantCulture, $"parameter-{type}"),
    };
}

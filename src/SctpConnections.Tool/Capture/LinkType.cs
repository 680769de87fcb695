namespace SctpConnections.Tool.Capture;

/// <summary>What a packet in a capture file starts with (the registry of tcpdump.org).</summary>
internal enum LinkType : ushort
{
    /// <summary>An Ethernet header.</summary>
    Ethernet = 1,

    /// <summary>The header of IP.</summary>
    Raw = 101,

    /// <summary>The 20 bytes of Linux's cooked capture, version 2.</summary>
    LinuxSll2 = 276,
}

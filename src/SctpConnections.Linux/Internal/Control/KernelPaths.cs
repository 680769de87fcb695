using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Paths and addresses as socket options.</summary>
internal sealed class KernelPaths(KernelOptions options, Action? addressesChanged) : SctpPaths
{
    public override SctpEndPoint LocalEndPoint => options.GetAddresses(SctpConstants.SCTP_GET_LOCAL_ADDRS, nameof(LocalEndPoint));

    public override SctpEndPoint RemoteEndPoint => options.GetAddresses(SctpConstants.SCTP_GET_PEER_ADDRS, nameof(RemoteEndPoint));

    public override IPAddress Primary
    {
        get
        {
            var value = options.Get(SctpConstants.SCTP_PRIMARY_ADDR, new sctp_prim { ssp_assoc_id = options.AssociationId }, nameof(Primary));
            return SockAddr.TryRead(value.ssp_addr, out var address, out _) ? address : throw KernelRefusal.Ended(nameof(Primary));
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            options.Set(
                SctpConstants.SCTP_PRIMARY_ADDR,
                new sctp_prim { ssp_assoc_id = options.AssociationId, ssp_addr = Write(value, RemoteEndPoint.Port) },
                $"the primary path to {value}");
        }
    }

    public override IReadOnlyList<SctpPath> GetAll()
    {
        var remote = RemoteEndPoint;
        var primary = Primary;
        return [.. remote.Addresses.Select(address => Read(address, remote.Port, address.Equals(primary)))];
    }

    public override SctpPath Get(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Read(address, RemoteEndPoint.Port, address.Equals(Primary));
    }

    public override void AddLocalAddress(IPAddress address) => ChangeLocalAddress(address, SctpConstants.SCTP_SOCKOPT_BINDX_ADD, "the new local address");

    public override void RemoveLocalAddress(IPAddress address) => ChangeLocalAddress(address, SctpConstants.SCTP_SOCKOPT_BINDX_REM, "the removal of the local address");

    public override void RequestPeerPrimary(IPAddress localAddress)
    {
        ArgumentNullException.ThrowIfNull(localAddress);
        options.Set(
            SctpConstants.SCTP_SET_PEER_PRIMARY_ADDR,
            new sctp_setpeerprim { sspp_assoc_id = options.AssociationId, sspp_addr = Write(localAddress, LocalEndPoint.Port) },
            $"{localAddress} as the peer's primary");
    }

    public override void RequestHeartbeat(IPAddress? address = null)
    {
        var remote = RemoteEndPoint;
        foreach (var path in address is null ? remote.Addresses.AsEnumerable() : [address])
        {
            options.Set(
                SctpConstants.SCTP_PEER_ADDR_PARAMS,
                new sctp_paddrparams { spp_assoc_id = options.AssociationId, spp_address = Write(path, remote.Port), spp_flags = SctpConstants.SPP_HB_DEMAND },
                $"a heartbeat to {path}");
        }
    }

    public override SctpPathSettings GetSettings(IPAddress? address = null)
    {
        var target = Target(address);
        var parameters = options.Get(
            SctpConstants.SCTP_PEER_ADDR_PARAMS, new sctp_paddrparams { spp_assoc_id = options.AssociationId, spp_address = target }, Name(address), out var length);
        var flags = (int)parameters.spp_flags;
        var thresholds = new sctp_paddrthlds_v2 { spt_assoc_id = options.AssociationId, spt_address = target };
        var hasThresholds = options.TryGet(SctpConstants.SCTP_PEER_ADDR_THLDS_V2, ref thresholds);
        var encapsulation = new sctp_udpencaps { sue_assoc_id = options.AssociationId, sue_address = target };
        var hasEncapsulation = options.TryGet(SctpConstants.SCTP_REMOTE_UDP_ENCAPS_PORT, ref encapsulation);
        var probe = new sctp_probeinterval { spi_assoc_id = options.AssociationId, spi_address = target };
        var hasProbe = options.TryGet(SctpConstants.SCTP_PLPMTUD_PROBE_INTERVAL, ref probe);
        var hasLabels = length == Unsafe.SizeOf<sctp_paddrparams>();
        return new SctpPathSettings
        {
            HeartbeatInterval = (flags & SctpConstants.SPP_HB_ENABLE) != 0 ? KernelTime.ToSpan(parameters.spp_hbinterval) : TimeSpan.Zero,
            MaxRetransmissions = parameters.spp_pathmaxrxt,
            MtuDiscovery = (flags & SctpConstants.SPP_PMTUD_ENABLE) != 0,
            Mtu = (int)parameters.spp_pathmtu,
            SackDelay = (flags & SctpConstants.SPP_SACKDELAY_ENABLE) != 0 ? KernelTime.ToSpan(parameters.spp_sackdelay) : TimeSpan.Zero,
            FlowLabel = hasLabels && (flags & SctpConstants.SPP_IPV6_FLOWLABEL) != 0 ? parameters.spp_ipv6_flowlabel : null,
            Dscp = hasLabels && (flags & SctpConstants.SPP_DSCP) != 0 ? (byte)(parameters.spp_dscp >> 2) : null,
            PotentiallyFailedThreshold = hasThresholds ? thresholds.spt_pathpfthld : null,
            PrimarySwitchoverThreshold = hasThresholds ? thresholds.spt_pathcpthld : null,
            UdpEncapsulationPort = hasEncapsulation ? BinaryPrimitives.ReverseEndianness(encapsulation.sue_port) : null,
            MtuProbeInterval = hasProbe ? KernelTime.ToSpan(probe.spi_interval) : null,
        };
    }

    public override void Configure(SctpPathSettings settings, IPAddress? address = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Dscp > 63 || settings.FlowLabel > 0xFFFFF || settings.Mtu < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(settings), settings, "Dscp must be 0 to 63, FlowLabel 0 to 1,048,575, and Mtu not negative.");
        }
        var target = Target(address);
        var name = Name(address);
        SetParameters(settings, target, name);
        if (settings.PotentiallyFailedThreshold is not null || settings.PrimarySwitchoverThreshold is not null)
        {
            SetThresholds(settings, target, name);
        }
        if (settings.UdpEncapsulationPort is { } port)
        {
            options.Set(SctpConstants.SCTP_REMOTE_UDP_ENCAPS_PORT, new sctp_udpencaps
            {
                sue_assoc_id = options.AssociationId,
                sue_address = target,
                sue_port = BinaryPrimitives.ReverseEndianness(port),
            }, $"{nameof(settings.UdpEncapsulationPort)} of {name}");
        }
        if (settings.MtuProbeInterval is { } interval)
        {
            options.Set(SctpConstants.SCTP_PLPMTUD_PROBE_INTERVAL, new sctp_probeinterval
            {
                spi_assoc_id = options.AssociationId,
                spi_address = target,
                spi_interval = KernelTime.ToMilliseconds(interval, nameof(settings.MtuProbeInterval)),
            }, $"{nameof(settings.MtuProbeInterval)} of {name}");
        }
    }

    private static sockaddr_storage Write(IPAddress address, int port)
    {
        var storage = default(sockaddr_storage);
        SockAddr.Write(MemoryMarshal.AsBytes(new Span<sockaddr_storage>(ref storage)), address, port);
        return storage;
    }

    private static string Name(IPAddress? address) => address is null ? "the settings of all paths" : $"the settings of the path to {address}";

    private void ChangeLocalAddress(IPAddress address, int option, string name)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> value = stackalloc byte[SockAddr.MaxLength];
        options.SetBytes(option, value[..SockAddr.Write(value, address, LocalEndPoint.Port)], $"{name} {address}");
        addressesChanged?.Invoke();
    }

    private sockaddr_storage Target(IPAddress? address) => address is null ? default : Write(address, RemoteEndPoint.Port);

    private SctpPath Read(IPAddress address, int port, bool isPrimary)
    {
        var info = options.Get(
            SctpConstants.SCTP_GET_PEER_ADDR_INFO, new sctp_paddrinfo { spinfo_assoc_id = options.AssociationId, spinfo_address = Write(address, port) }, $"the path to {address}");
        return KernelStatus.ReadPath(info, isPrimary) ?? throw KernelRefusal.Ended($"the path to {address}");
    }

    private void SetParameters(SctpPathSettings settings, in sockaddr_storage target, string name)
    {
        var flags = 0;
        Add(settings.HeartbeatInterval is { } heartbeat, settings.HeartbeatInterval > TimeSpan.Zero ? SctpConstants.SPP_HB_ENABLE : SctpConstants.SPP_HB_DISABLE);
        Add(settings.Mtu is not null || settings.MtuDiscovery == false, SctpConstants.SPP_PMTUD_DISABLE);
        Add(settings.Mtu is null && settings.MtuDiscovery == true, SctpConstants.SPP_PMTUD_ENABLE);
        Add(settings.SackDelay is not null, settings.SackDelay > TimeSpan.Zero ? SctpConstants.SPP_SACKDELAY_ENABLE : SctpConstants.SPP_SACKDELAY_DISABLE);
        Add(settings.FlowLabel is not null, SctpConstants.SPP_IPV6_FLOWLABEL);
        Add(settings.Dscp is not null, SctpConstants.SPP_DSCP);
        if (flags == 0 && settings.MaxRetransmissions is null)
        {
            return;
        }
        options.Set(SctpConstants.SCTP_PEER_ADDR_PARAMS, new sctp_paddrparams
        {
            spp_assoc_id = options.AssociationId,
            spp_address = target,
            spp_flags = (uint)flags,
            spp_hbinterval = KernelTime.ToMilliseconds(settings.HeartbeatInterval ?? default, nameof(settings.HeartbeatInterval)),
            spp_pathmaxrxt = settings.MaxRetransmissions ?? 0,
            spp_pathmtu = (uint)(settings.Mtu ?? 0),
            spp_sackdelay = KernelTime.ToMilliseconds(settings.SackDelay ?? default, nameof(settings.SackDelay), 500),
            spp_ipv6_flowlabel = settings.FlowLabel ?? 0,
            spp_dscp = (byte)((settings.Dscp ?? 0) << 2),
        }, name);

        void Add(bool isSet, int flag) => flags |= isSet ? flag : 0;
    }

    /// <summary>The kernel takes all thresholds at once, so those that are not named are read first.</summary>
    private void SetThresholds(SctpPathSettings settings, in sockaddr_storage target, string name)
    {
        var value = new sctp_paddrthlds_v2 { spt_assoc_id = options.AssociationId, spt_address = target };
        value = options.Get(SctpConstants.SCTP_PEER_ADDR_THLDS_V2, value, name);
        value.spt_assoc_id = options.AssociationId;
        value.spt_address = target;
        value.spt_pathpfthld = settings.PotentiallyFailedThreshold ?? value.spt_pathpfthld;
        value.spt_pathcpthld = settings.PrimarySwitchoverThreshold ?? value.spt_pathcpthld;
        options.Set(SctpConstants.SCTP_PEER_ADDR_THLDS_V2, value, name);
    }
}

using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Everything that socket options tell and change about an association, or about those that a socket will have.</summary>
internal sealed class KernelControl : SctpControl
{
    private readonly KernelOptions _options;
    private readonly SctpAssociationOptions _asked;

    /// <param name="handle">The socket.</param>
    /// <param name="associationId">The association on a one-to-many socket; 0 on others, and for future associations.</param>
    /// <param name="isAssociation">Whether it is about a living association.</param>
    /// <param name="asked">The options that were asked for, to find out what became of them.</param>
    /// <param name="addressesChanged">Called when local addresses were added or removed.</param>
    public KernelControl(SafeSctpHandle handle, int associationId, bool isAssociation, SctpAssociationOptions asked, Action? addressesChanged = null)
    {
        _options = new KernelOptions(handle, associationId, isAssociation);
        _asked = asked;
        Settings = new KernelSettings(_options);
        Paths = new KernelPaths(_options, addressesChanged);
        Authentication = new KernelAuthentication(_options);
        Streams = new KernelStreams(_options);
    }

    public override SctpSettings Settings { get; }

    public override SctpPaths Paths { get; }

    public override SctpAuthentication Authentication { get; }

    public override SctpStreams Streams { get; }

    public override SctpAssociationStatus GetStatus()
        => KernelStatus.Read(_options.Get(SctpConstants.SCTP_STATUS, new sctp_status { sstat_assoc_id = _options.AssociationId }, "the status"))
            ?? throw KernelRefusal.Ended("the status");

    public override SctpAssociationStatistics GetStatistics()
        => KernelStatus.Read(_options.Get(SctpConstants.SCTP_GET_ASSOC_STATS, new sctp_assoc_stats { sas_assoc_id = _options.AssociationId }, "the statistics"));

    public override SctpAbandonedMessages GetAbandoned(SctpReliabilityPolicy policy, ushort? streamId = null)
    {
        var status = _options.Get(
            streamId is null ? SctpConstants.SCTP_PR_ASSOC_STATUS : SctpConstants.SCTP_PR_STREAM_STATUS,
            new sctp_prstatus
            {
                sprstat_assoc_id = _options.AssociationId,
                sprstat_sid = streamId ?? 0,
                sprstat_policy = (ushort)(policy == SctpReliabilityPolicy.Reliable ? SctpConstants.SCTP_PR_SCTP_ALL : KernelPolicy.Write(policy)),
            },
            streamId is null ? "the count of abandoned messages" : $"the count of abandoned messages of stream {streamId}");
        return new(status.sprstat_abandoned_unsent, status.sprstat_abandoned_sent);
    }

    public override SctpCapabilities GetCapabilities() => KernelCapabilities.Read(this, _options, _asked);

    public override int GetOption(int level, int name, Span<byte> value) => _options.GetRaw(level, name, value);

    public override void SetOption(int level, int name, ReadOnlySpan<byte> value) => _options.SetRaw(level, name, value);
}

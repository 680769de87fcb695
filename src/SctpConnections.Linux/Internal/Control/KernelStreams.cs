using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Stream reconfiguration and scheduling as socket options.</summary>
internal sealed class KernelStreams(KernelOptions options) : SctpStreams
{
    public override SctpStreamScheduler Scheduler
    {
        get => (SctpStreamScheduler)options.Get(
            SctpConstants.SCTP_STREAM_SCHEDULER, new sctp_assoc_value { assoc_id = options.AssociationId }, nameof(Scheduler)).assoc_value;
        set => options.Set(
            SctpConstants.SCTP_STREAM_SCHEDULER, new sctp_assoc_value { assoc_id = options.AssociationId, assoc_value = (uint)value }, nameof(Scheduler));
    }

    public override void Reset(SctpStreamDirections directions, ReadOnlySpan<ushort> ids)
    {
        if (directions is SctpStreamDirections.None or > SctpStreamDirections.Both)
        {
            throw new ArgumentOutOfRangeException(nameof(directions), directions, "Name the inbound or the outbound half of the streams, or both.");
        }
        var header = new sctp_reset_streams
        {
            srs_assoc_id = options.AssociationId,
            srs_flags = (ushort)(((directions & SctpStreamDirections.Inbound) != 0 ? SctpConstants.SCTP_STREAM_RESET_INCOMING : 0)
                | ((directions & SctpStreamDirections.Outbound) != 0 ? SctpConstants.SCTP_STREAM_RESET_OUTGOING : 0)),
            srs_number_streams = (ushort)ids.Length,
        };
        var size = Unsafe.SizeOf<sctp_reset_streams>();
        var value = new byte[size + (2 * ids.Length)];
        MemoryMarshal.Write(value, header);
        MemoryMarshal.AsBytes(ids).CopyTo(value.AsSpan(size));
        options.SetBytes(SctpConstants.SCTP_RESET_STREAMS, value, "the reset of streams");
    }

    public override void ResetAssociation() => options.Set(SctpConstants.SCTP_RESET_ASSOC, options.AssociationId, "the reset of the association");

    public override void Add(ushort outbound, ushort inbound)
    {
        if (outbound == 0 && inbound == 0)
        {
            throw new ArgumentException("At least one stream has to be added.", nameof(outbound));
        }
        options.Set(SctpConstants.SCTP_ADD_STREAMS, new sctp_add_streams
        {
            sas_assoc_id = options.AssociationId,
            sas_outstrms = outbound,
            sas_instrms = inbound,
        }, "more streams");
    }

    public override ushort GetValue(ushort id)
        => options.Get(SctpConstants.SCTP_STREAM_SCHEDULER_VALUE, new sctp_stream_value { assoc_id = options.AssociationId, stream_id = id }, $"the value of stream {id}").stream_value;

    public override void SetValue(ushort id, ushort value)
        => options.Set(SctpConstants.SCTP_STREAM_SCHEDULER_VALUE, new sctp_stream_value
        {
            assoc_id = options.AssociationId,
            stream_id = id,
            stream_value = value,
        }, $"the value of stream {id}");
}

namespace SctpConnections.Features;

/// <summary>
/// How the transport's output sends: the sticky defaults of every flush. A change holds from the next flush on; change it only
/// between flushes, on the thread that writes. One message: <see cref="SctpStreamWriter.FlushAsync(SctpSendOptions, CancellationToken)"/>.
/// </summary>
public interface ISctpSendFeature
{
    /// <summary>The options of each message. Defaults to ordered, reliable, payload protocol identifier 0.</summary>
    SctpSendOptions SendOptions { get; set; }

    /// <summary>What a flush is: one message, or bytes of a stream. Defaults to <see cref="SctpSendMode.Message"/>.</summary>
    SctpSendMode SendMode { get; set; }
}

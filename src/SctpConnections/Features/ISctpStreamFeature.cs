namespace SctpConnections.Features;

/// <summary>The stream behind a stream context, or the default stream of an association context.</summary>
public interface ISctpStreamFeature
{
    /// <summary>The stream; its <see cref="SctpStream.Id"/> is the SCTP stream identifier.</summary>
    SctpStream Stream { get; }
}

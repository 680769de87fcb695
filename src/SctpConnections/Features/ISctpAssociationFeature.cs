namespace SctpConnections.Features;

/// <summary>The association behind a connection; on every association and stream context.</summary>
public interface ISctpAssociationFeature
{
    /// <summary>The association.</summary>
    SctpAssociation Association { get; }
}

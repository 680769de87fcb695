namespace SctpConnections.Notifications;

/// <summary>What happened to an association.</summary>
public enum SctpAssociationChange
{
    /// <summary>It is up.</summary>
    Up,

    /// <summary>It is gone without a shutdown.</summary>
    Lost,

    /// <summary>The peer restarted; what was under way is lost.</summary>
    Restarted,

    /// <summary>The shutdown is complete.</summary>
    ShutdownComplete,

    /// <summary>It could not be set up.</summary>
    CannotStart,
}

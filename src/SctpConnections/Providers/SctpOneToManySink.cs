using SctpConnections.Notifications;

namespace SctpConnections.Providers;

/// <summary>The engine's side of a one-to-many socket, as a provider sees it. Everything but <see cref="OnWritable"/> is called by one thread at a time.</summary>
public abstract class SctpOneToManySink
{
    /// <summary>Whether the receive limit is reached: the provider then stops reading until <see cref="SctpOneToManyChannel.ResumeReceive"/>.</summary>
    public abstract bool IsReceivePaused { get; }

    /// <summary>Reports a message or a part of one, whose bytes lie committed in a block.</summary>
    public abstract void OnMessage(int associationId, in SctpMessageInfo info, MessageBlock block, int offset, int length);

    /// <summary>Reports what happened to an association.</summary>
    public abstract void OnNotification(int associationId, SctpNotification notification);

    /// <summary>Reports why <see cref="SctpOneToManyChannel.Connect"/> came to nothing; the notification follows.</summary>
    public abstract void OnConnectFailed(int associationId, Exception error);

    /// <summary>Reports that a channel which had no room has room again.</summary>
    public abstract void OnWritable();
}

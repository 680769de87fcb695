using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// Gets and sets SCTP options of one association, or of those that a socket will have (id 0). The socket is held open during each
/// call, and what the kernel refuses becomes an exception that names the setting.
/// </summary>
internal sealed class KernelOptions(SafeSctpHandle handle, int associationId, bool isAssociation)
{
    public int AssociationId => associationId;

    /// <summary>Whether this is about a living association, not about future ones.</summary>
    public bool IsAssociation => isAssociation;

    public T Get<T>(int option, T value, string name)
        where T : unmanaged
        => Get(option, value, name, out _);

    /// <inheritdoc cref="Get{T}(int, T, string)"/>
    /// <param name="option">The number.</param>
    /// <param name="value">What goes in.</param>
    /// <param name="name">What it is called in errors.</param>
    /// <param name="length">What the kernel wrote: less than the struct when it is older.</param>
    public T Get<T>(int option, T value, string name, out int length)
        where T : unmanaged
    {
        var descriptor = Hold(name);
        try
        {
            Check(SockOpt.Get(descriptor, LibCConstants.IPPROTO_SCTP, option, ref value, out length), option, name);
            return value;
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    /// <summary>As <see cref="Get{T}(int, T, string)"/>; false when the kernel refuses.</summary>
    public bool TryGet<T>(int option, ref T value)
        where T : unmanaged
    {
        if (!handle.TryHold())
        {
            return false;
        }
        var error = SockOpt.Get(handle.Descriptor, LibCConstants.IPPROTO_SCTP, option, ref value);
        handle.DangerousRelease();
        return error == 0;
    }

    public void Set<T>(int option, in T value, string name)
        where T : unmanaged
    {
        var descriptor = Hold(name);
        try
        {
            Check(SockOpt.Set(descriptor, LibCConstants.IPPROTO_SCTP, option, value), option, name);
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    public int GetBytes(int option, Span<byte> value, string name)
    {
        Check(GetBytes(LibCConstants.IPPROTO_SCTP, option, value, name, out var length), option, name);
        return length;
    }

    public void SetBytes(int option, ReadOnlySpan<byte> value, string name)
        => Check(SetBytes(LibCConstants.IPPROTO_SCTP, option, value, name), option, name);

    /// <summary>Any option of any level, of which nothing is known here.</summary>
    public int GetRaw(int level, int option, Span<byte> value)
    {
        var name = KernelRefusal.RawName(level, option);
        CheckRaw(GetBytes(level, option, value, name, out var length), name);
        return length;
    }

    /// <inheritdoc cref="GetRaw"/>
    public void SetRaw(int level, int option, ReadOnlySpan<byte> value)
    {
        var name = KernelRefusal.RawName(level, option);
        CheckRaw(SetBytes(level, option, value, name), name);
    }

    /// <summary>All addresses of one end.</summary>
    public SctpEndPoint GetAddresses(int option, string name)
    {
        var descriptor = Hold(name);
        try
        {
            CheckAlive(0, name);
            return KernelSocket.GetAddresses(descriptor, option, associationId)
                ?? throw (isAssociation ? KernelRefusal.Ended(name) : KernelRefusal.NoAssociation(name));
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    private int GetBytes(int level, int option, Span<byte> value, string name, out int length)
    {
        var descriptor = Hold(name);
        try
        {
            return SockOpt.GetBytes(descriptor, level, option, value, out length);
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    private int SetBytes(int level, int option, ReadOnlySpan<byte> value, string name)
    {
        var descriptor = Hold(name);
        try
        {
            return SockOpt.SetBytes(descriptor, level, option, value, out _);
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    private int Hold(string name) => handle.TryHold() ? handle.Descriptor : throw KernelRefusal.Ended(name);

    private void Check(int error, int option, string name)
    {
        CheckAlive(error, name);
        if (error != 0)
        {
            throw isAssociation ? KernelRefusal.Create(error, option, name) : KernelRefusal.CreateForFuture(error, option, name);
        }
    }

    private void CheckRaw(int error, string name)
    {
        CheckAlive(error, name);
        if (error != 0)
        {
            throw KernelRefusal.CreateRaw(error, name);
        }
    }

    private void CheckAlive(int error, string name)
    {
        // A one-to-one socket whose association has ended answers for future ones, without an error.
        if (isAssociation && error is 0 or Errno.EINVAL or Errno.ENOTCONN or Errno.EPIPE && !IsAlive())
        {
            throw KernelRefusal.Ended(name);
        }
    }

    private bool IsAlive()
    {
        var status = new sctp_status { sstat_assoc_id = associationId };
        return TryGet(SctpConstants.SCTP_STATUS, ref status);
    }
}

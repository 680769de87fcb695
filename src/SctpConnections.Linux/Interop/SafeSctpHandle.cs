using Microsoft.Win32.SafeHandles;

namespace SctpConnections.Linux.Interop;

/// <summary>Owns a descriptor and closes it once, when the last user has let go.</summary>
internal sealed class SafeSctpHandle : SafeHandleMinusOneIsInvalid
{
    internal SafeSctpHandle(int descriptor, bool ownsHandle = true)
        : base(ownsHandle) => SetHandle(descriptor);

    /// <summary>
    /// The number itself. A caller that can race with <see cref="System.Runtime.InteropServices.SafeHandle.Dispose()"/>
    /// holds a reference (<c>DangerousAddRef</c>) while it uses it, or it may hit a descriptor that was given out anew.
    /// </summary>
    internal int Descriptor => (int)handle;

    /// <summary>Keeps the descriptor open until <c>DangerousRelease</c>; false when it is closed already.</summary>
    internal bool TryHold()
    {
        var isHeld = false;
        try
        {
            DangerousAddRef(ref isHeld);
        }
        catch (ObjectDisposedException)
        {
            // Closed, perhaps in this very moment.
        }
        return isHeld;
    }

    // Never again after EINTR: Linux has freed the number by then, and a second close would hit someone else's.
    protected override bool ReleaseHandle() => LibC.close((int)handle) == 0 || Errno.Last == Errno.EINTR;
}

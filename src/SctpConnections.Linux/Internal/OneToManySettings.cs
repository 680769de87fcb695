using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>The options that only one-to-many sockets have.</summary>
internal static class OneToManySettings
{
    public static void Apply(int descriptor, SctpOneToManyOptions? options)
    {
        // Or a long message of one association would hold up all the others.
        Set(descriptor, SctpConstants.SCTP_FRAGMENT_INTERLEAVE, 1, "FRAGMENT_INTERLEAVE");
        if (options?.AutoClose is { } time)
        {
            Set(descriptor, SctpConstants.SCTP_AUTOCLOSE, (int)time.TotalSeconds, nameof(options.AutoClose));
        }
    }

    private static void Set(int descriptor, int option, int value, string name)
    {
        var error = SockOpt.Set(descriptor, LibCConstants.IPPROTO_SCTP, option, value);
        if (error != 0)
        {
            throw new SctpException($"The kernel refused {name} (SCTP option {option}): {Errno.Describe(error)}.");
        }
    }
}

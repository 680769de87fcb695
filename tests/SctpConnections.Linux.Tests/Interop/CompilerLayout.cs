using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SctpConnections.Linux.Tests.Interop;

/// <summary>The facts of <see cref="ManagedLayout"/> as the C compiler and this machine's headers have them.</summary>
internal static class CompilerLayout
{
    private static readonly TimeSpan _timeLimit = TimeSpan.FromMinutes(2);

    private static readonly Lazy<ILookup<string, string>> _answers = new(Ask);

    /// <summary>Tails of variable length: they have no managed field and start where the managed struct ends.</summary>
    internal static IReadOnlyDictionary<string, string> Tails { get; } = new Dictionary<string, string>
    {
        ["sctp_assoc_change"] = "sac_info",
        ["sctp_assoc_ids"] = "gaids_assoc_id",
        ["sctp_authchunks"] = "gauth_chunks",
        ["sctp_authkey"] = "sca_key",
        ["sctp_getaddrs"] = "addrs",
        ["sctp_hmacalgo"] = "shmac_idents",
        ["sctp_remote_error"] = "sre_data",
        ["sctp_reset_streams"] = "srs_stream_list",
        ["sctp_send_failed"] = "ssf_data",
        ["sctp_send_failed_event"] = "ssf_data",
        ["sctp_stream_reset_event"] = "strreset_stream_list",
    };

    /// <summary>What the C program says about an item, line by line.</summary>
    internal static IEnumerable<string> Of(string item) => _answers.Value[item];

    private static ILookup<string, string> Ask()
    {
        var directory = Directory.CreateTempSubdirectory("sctp-layout-");
        try
        {
            var source = Path.Combine(directory.FullName, "layout.c");
            var program = Path.Combine(directory.FullName, "layout");
            File.WriteAllText(source, Source());
            try
            {
                Run("gcc", "-std=gnu11", "-o", program, source);
            }
            catch (Win32Exception exception)
            {
                throw new InvalidOperationException(
                    "These tests need gcc with the C and kernel headers (packages gcc, libc6-dev, linux-libc-dev).",
                    exception);
            }

            return Run(program)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(": ", 2))
                .ToLookup(parts => parts[0], parts => parts[1]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string Source()
    {
        var source = new StringBuilder(
            """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <stddef.h>
            #include <stdint.h>
            #include <stdio.h>
            #include <time.h>
            #include <net/if.h>
            #include <netinet/in.h>
            #include <poll.h>
            #include <sys/epoll.h>
            #include <sys/eventfd.h>
            #include <sys/socket.h>
            #include <sys/uio.h>
            #include <linux/filter.h>
            #include <linux/if_arp.h>
            #include <linux/if_ether.h>
            #include <linux/if_packet.h>
            #include <linux/inet_diag.h>
            #include <linux/netlink.h>
            #include <linux/sctp.h>
            #include <linux/sock_diag.h>
            #include <linux/version.h>
            #ifndef SOL_SCTP
            #define SOL_SCTP IPPROTO_SCTP
            #endif
            #if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
            enum { SCTP_SS_FC = SCTP_SS_RR + 1, SCTP_SS_WFQ };
            #endif
            #define SIZE(item, type) printf("%s: %zu bytes\n", item, sizeof(type))
            #define FIELD(item, type, field) \
                printf("%s: " #field " at %zu, %zu bytes\n", item, offsetof(type, field), sizeof(((type *)0)->field))
            #define TAIL(item, type, field) printf("%s: %zu\n", item, offsetof(type, field))
            #define CONSTANT(name) printf(#name ": %lld\n", (long long)(name))
            int main(void)
            {

            """);
        foreach (var (name, type) in ManagedLayout.Structs)
        {
            source.AppendLine($"SIZE(\"{name}\", {TypeName(name)});");
            foreach (var field in ManagedLayout.FieldsOf(type))
            {
                source.AppendLine($"FIELD(\"{name}\", {TypeName(name)}, {field.Name});");
            }
        }

        foreach (var (name, tail) in Tails)
        {
            source.AppendLine($"TAIL(\"{name}.{tail}\", {TypeName(name)}, {tail});");
        }

        foreach (var name in ManagedLayout.Constants.Keys)
        {
            source.AppendLine($"CONSTANT({name});");
        }

        return source.AppendLine(
            """
            SIZE("epoll_event", struct epoll_event);
            FIELD("epoll_event", struct epoll_event, events);
            FIELD("epoll_event", struct epoll_event, data);
            for (size_t n = 0; n <= 40; n++)
                printf("cmsg %zu: %zu %zu %zu\n", n, CMSG_ALIGN(n), CMSG_LEN(n), CMSG_SPACE(n));
            return 0;
            }
            """).ToString();
    }

    private static string TypeName(string name) => name switch
    {
        // It has no tag of its own.
        "sctp_notification_header" => "__typeof__(((union sctp_notification *)0)->sn_header)",
        _ when name.EndsWith("_t", StringComparison.Ordinal) => name,
        _ => $"struct {name}",
    };

    private static string Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(_timeLimit))
        {
            process.Kill();
            throw new TimeoutException($"{file} did not end within {_timeLimit}.");
        }

        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException($"{file} failed: {errors.GetAwaiter().GetResult()}");
    }
}

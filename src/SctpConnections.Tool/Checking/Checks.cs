using System.Globalization;
using SctpConnections.Linux;

namespace SctpConnections.Tool.Checking;

/// <summary>Judges what the kernel tells: what is good, what is in the way, and what to run then.</summary>
internal static class Checks
{
    private const long WantedBuffer = 1 << 20;
    private const long WantedDescriptors = 4096;

    public static CheckReport Run(SctpKernel kernel)
    {
        var items = new List<CheckItem> { Socket(kernel) };
        if (kernel.IsSupported)
        {
            items.Add(Feature(kernel, "ipv6", "IPv6", "Only IPv4 works: IPv6 is turned off in this kernel or network namespace."));
            items.AddRange(Switches(kernel));
            items.Add(Diagnostics());
        }
        items.Add(Buffer(kernel, "net.core.rmem_max", "receive"));
        items.Add(Buffer(kernel, "net.core.wmem_max", "send"));
        items.Add(Descriptors(kernel));
        items.Add(Backlog(kernel));
        items.Add(Capture());
        return new CheckReport(
            kernel.IsSupported, Summary(kernel), kernel.Release, kernel.Obstacle, kernel.IsModuleLoaded, kernel.IsContainer,
            [.. items.Where(item => item.Detail.Length > 0)], kernel.Features, kernel.Settings, kernel.Limits);
    }

    private static string Summary(SctpKernel kernel) => kernel.IsSupported
        ? $"SCTP works on this machine (kernel {kernel.Release})."
        : $"SCTP does not work on this machine (kernel {kernel.Release}).";

    private static CheckItem Socket(SctpKernel kernel) => kernel.IsSupported
        ? new CheckItem("socket", CheckItem.Ok, "The kernel makes SCTP sockets.")
        : new CheckItem("socket", CheckItem.Bad, kernel.Reason!, Remedies.For(kernel));

    private static CheckItem Feature(SctpKernel kernel, string feature, string name, string missing)
        => kernel.Features.Any(f => f.Name == feature && f.IsSupported)
            ? new CheckItem(name, CheckItem.Ok, "Works.")
            : new CheckItem(name, CheckItem.Note, missing);

    private static IEnumerable<CheckItem> Switches(SctpKernel kernel)
    {
        // Without authentication, the kernel leaves ASCONF out of the INIT, and nothing says so.
        if (Setting(kernel, "addip_enable") == 1 && Setting(kernel, "auth_enable") == 0 && Setting(kernel, "addip_noauth_enable") == 0)
        {
            yield return new CheckItem(
                "dynamic addresses", CheckItem.Note, "addip_enable is on but auth_enable is off, so that no association can use it (RFC 5061).",
                "sysctl -w net.sctp.auth_enable=1");
        }
        if (Setting(kernel, "udp_port") is > 0 and var port)
        {
            yield return new CheckItem("UDP encapsulation", CheckItem.Ok, string.Create(CultureInfo.InvariantCulture, $"The kernel takes SCTP in UDP on port {port}."));
        }
        if (Setting(kernel, "rto_max") is { } maximum && Setting(kernel, "rto_min") is { } minimum)
        {
            yield return new CheckItem(
                "failover", CheckItem.Ok,
                string.Create(CultureInfo.InvariantCulture, $"RTO {minimum} to {maximum} ms, {Setting(kernel, "path_max_retrans")} retransmissions to a path, heartbeat each {Setting(kernel, "hb_interval")} ms."));
        }
    }

    private static CheckItem Diagnostics() => SctpDiag.IsKernelDiagAvailable
        ? new CheckItem("sctp_diag", CheckItem.Ok, "sctp status sees every detail.")
        : new CheckItem("sctp_diag", CheckItem.Note, "Not loaded: sctp status has less to show, from /proc/net/sctp alone.", "modprobe sctp_diag");

    private static CheckItem Buffer(SctpKernel kernel, string name, string kind)
    {
        if (Limit(kernel, name) is not { } value)
        {
            return new CheckItem(name, CheckItem.Ok, "");
        }
        var text = string.Create(CultureInfo.InvariantCulture, $"{value} bytes");
        return value >= WantedBuffer
            ? new CheckItem(name, CheckItem.Ok, text + ".")
            : new CheckItem(
                name, CheckItem.Note,
                $"{text}: {kind} buffers stay small, and small messages can stall for a second when they overflow; a message may not be larger than its buffer.",
                $"sysctl -w {name}=16777216");
    }

    private static CheckItem Descriptors(SctpKernel kernel)
    {
        if (Limit(kernel, "nofile") is not { } value)
        {
            return new CheckItem("open files", CheckItem.Ok, kernel.Limits.ContainsKey("nofile") ? "No limit." : "");
        }
        var text = string.Create(CultureInfo.InvariantCulture, $"{value}, one for each association");
        return value >= WantedDescriptors
            ? new CheckItem("open files", CheckItem.Ok, text + ".")
            : new CheckItem("open files", CheckItem.Note, text + ": a server with more clients runs out of them.", $"ulimit -n {kernel.Limits["nofile.hard"]}");
    }

    private static CheckItem Backlog(SctpKernel kernel) => Limit(kernel, "net.core.somaxconn") is { } value
        ? new CheckItem("net.core.somaxconn", CheckItem.Ok, string.Create(CultureInfo.InvariantCulture, $"{value} associations may wait to be accepted."))
        : new CheckItem("net.core.somaxconn", CheckItem.Ok, "");

    private static CheckItem Capture() => Capabilities.HasNetRaw
        ? new CheckItem("CAP_NET_RAW", CheckItem.Ok, "sctp capture works.")
        : new CheckItem("CAP_NET_RAW", CheckItem.Off, "sctp capture needs it: run it as root.");

    private static long? Setting(SctpKernel kernel, string name) => Number(kernel.Settings, name);

    private static long? Limit(SctpKernel kernel, string name) => Number(kernel.Limits, name);

    private static long? Number(IReadOnlyDictionary<string, string> values, string name)
        => values.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}

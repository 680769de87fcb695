using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Behaviour;

/// <summary>A kernel without SCTP.</summary>
public sealed class NoSctpTests
{
    [Fact]
    public async Task Start_KernelWithoutSctp_NamesTheWaysOut()
    {
        var script = Path.Combine(Repository.Root, "tests", "SctpConnections.Linux.Tests", "Support", "no_sctp.py");

        await using var server = Command.Start("/usr/bin/python3", script, Repository.Program("EchoServer"), "--listen", "sctp/127.0.0.1:7000");

        await server.WaitForAsync("SCTP does not work on this machine");
        await server.WaitForAsync("modprobe sctp");
        await server.WaitForAsync("seccomp profile");
        await server.WaitForAsync("register another provider");
    }
}

using SctpConnections.Linux;
using SctpConnections.Linux.Internal;
using SctpConnections.Linux.Tests.Support;
using SctpConnections.Tool.Checking;
using SctpConnections.Tool.Tests.Support;

namespace SctpConnections.Tool.Tests;

public sealed class CheckTests
{
    private static readonly string s_noSctp = Path.Combine(Repository.Root, "tests", "SctpConnections.Linux.Tests", "Support", "no_sctp.py");

    [Fact]
    public async Task Check_WithSctp_SaysThatItWorks()
    {
        var run = await ToolRun.RunAsync("check");

        Assert.Equal("", run.Error);
        Assert.StartsWith("SCTP works on this machine", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.DoesNotContain('\x1b', run.Output);
    }

    [Fact]
    public async Task Check_Json_HasFeaturesSettingsAndLimits()
    {
        var run = await ToolRun.RunAsync("check", "--json");

        var json = run.Json();
        Assert.Equal("sctp.check/1", json.GetProperty("schema").GetString());
        Assert.True(json.GetProperty("works").GetBoolean());
        Assert.Equal("None", json.GetProperty("obstacle").GetString());
        Assert.Equal(File.ReadAllText("/proc/sys/net/sctp/rto_min").Trim(), json.GetProperty("settings").GetProperty("rto_min").GetString());
        Assert.Equal(File.ReadAllText("/proc/sys/net/core/rmem_max").Trim(), json.GetProperty("limits").GetProperty("net.core.rmem_max").GetString());
        Assert.Contains(json.GetProperty("features").EnumerateArray(), f => f.GetProperty("name").GetString() == "udp-encapsulation");
    }

    [Fact]
    public async Task Check_KernelWithoutSctp_SaysWhyAndCode3()
    {
        var run = await ToolRun.StartAsync("/usr/bin/python3", s_noSctp, ToolRun.Program, "check");

        Assert.Equal(ExitCode.NoSctp, run.Code);
        Assert.StartsWith("SCTP does not work on this machine", run.Output, StringComparison.Ordinal);
        Assert.Contains("What to do:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_KernelWithoutSctpAsJson_NamesTheObstacle()
    {
        var run = await ToolRun.StartAsync("/usr/bin/python3", s_noSctp, ToolRun.Program, "check", "--json");

        Assert.Equal(ExitCode.NoSctp, run.Code);
        Assert.False(run.Json().GetProperty("works").GetBoolean());
        Assert.NotEqual("None", run.Json().GetProperty("obstacle").GetString());
    }

    [Fact]
    public void Inspect_ThisKernel_KnowsWhatItsVersionBrings()
    {
        var kernel = SctpKernel.Inspect();
        var version = Version.Parse(string.Join('.', kernel.Release.Split('.', '-')[..2]));

        Assert.Null(kernel.Reason);
        Assert.All(kernel.Features, f => Assert.True(f.IsSupported == version >= Version.Parse(f.Since), $"{f.Name} on {version}: {f.IsSupported}"));
        Assert.Equal(18, kernel.Features.Count);
    }

    [Theory]
    [InlineData("", SctpKernelObstacle.NoModule)]
    [InlineData("lib/modules/6.1/kernel/net/sctp/sctp.ko.xz=", SctpKernelObstacle.ModuleNotLoaded)]
    [InlineData("lib/modules/6.1/kernel/net/sctp/sctp.ko=|etc/modprobe.d/x.conf=blacklist sctp", SctpKernelObstacle.ModuleBlocked)]
    [InlineData("lib/modules/6.1/kernel/net/sctp/sctp.ko=|etc/modprobe.d/x.conf=# blacklist sctp", SctpKernelObstacle.ModuleNotLoaded)]
    [InlineData("lib/modules/6.1/kernel/net/sctp/sctp.ko=|lib/modprobe.d/y.conf=install  sctp /bin/true", SctpKernelObstacle.ModuleBlocked)]
    public void OnDisk_FilesOfAMachine_FindsTheObstacle(string files, SctpKernelObstacle expected)
    {
        var root = Directory.CreateTempSubdirectory("sctp-check-");
        try
        {
            foreach (var file in files.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('=')))
            {
                var path = Path.Combine(root.FullName, file[0]);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file[1]);
            }

            var (obstacle, reason) = KernelObstacle.OnDisk(root.FullName, "6.1");

            Assert.Equal(expected, obstacle);
            Assert.NotEmpty(reason);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public void Lines_EveryObstacle_HasSomethingToRun()
    {
        foreach (var obstacle in Enum.GetValues<SctpKernelObstacle>().Except([SctpKernelObstacle.None, SctpKernelObstacle.Other]))
        {
            Assert.NotEmpty(Remedies.Lines(obstacle, "6.1", isContainer: false, "ubuntu"));
            Assert.NotEmpty(Remedies.Lines(obstacle, "6.1", isContainer: true, ""));
        }
        Assert.Contains("apt-get install linux-modules-extra-6.1", Remedies.Lines(SctpKernelObstacle.NoModule, "6.1", isContainer: false, "ubuntu"));
        Assert.Equal("# on the host, not in the container:", Remedies.Lines(SctpKernelObstacle.ModuleNotLoaded, "6.1", isContainer: true, "ubuntu").First());
    }

    [Theory]
    [InlineData("Name:\tx\nCapEff:\t0000000000002000\n", true)]
    [InlineData("CapEff:\t000001ffffffdfff\n", false)]
    [InlineData("CapEff:\tnonsense\n", false)]
    [InlineData("", false)]
    public void Has_StatusText_ReadsTheBit(string status, bool expected) => Assert.Equal(expected, Capabilities.Has(status, 13));

    [Theory]
    [InlineData("Limit  Soft Hard Units\nMax open files            1024                 524288               files     \n", "1024", "524288")]
    [InlineData("Max open files            unlimited            unlimited            files", "unlimited", "unlimited")]
    public void ParseOpenFiles_LimitsText_GivesBoth(string text, string soft, string hard)
        => Assert.Equal((soft, hard), KernelFiles.ParseOpenFiles(text));

    [Theory]
    [InlineData("")]
    [InlineData("Max open files")]
    [InlineData("Max open files   12\nMax locked memory 1 2")]
    public void ParseOpenFiles_OddText_GivesNothing(string text) => Assert.Null(KernelFiles.ParseOpenFiles(text));
}

using System.CommandLine;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Capture;

/// <summary><c>sctp capture</c>.</summary>
internal sealed class CaptureCommand : ToolCommand
{
    private const int FileBuffer = 1 << 16;
    private const int MaxDuration = 31_536_000;

    private readonly Option<string> _interface = new("--interface", "-i") { Description = "The interface, or any for all of them.", HelpName = "name", DefaultValueFactory = _ => "any" };

    private readonly Option<string?> _file = new("--write", "-w") { Description = "Write the packets to a file (pcapng, for Wireshark); - is standard output, and then no lines are printed.", HelpName = "file" };

    private readonly Option<int?> _port = new("--port", "-p") { Description = "Only packets with this SCTP port on either side.", HelpName = "port" };

    private readonly Option<int?> _udpPort = new("--udp-port") { Description = "Take SCTP in UDP (RFC 6951) on this port too, usually 9899.", HelpName = "port" };

    private readonly Option<int?> _count = new("--count", "-n") { Description = "End after so many packets.", HelpName = "packets" };

    private readonly Option<double?> _duration = new("--duration", "-d") { Description = "End after so many seconds.", HelpName = "seconds" };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Show the parameters of INIT and INIT-ACK too." };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print no lines; for use with --write." };

    public CaptureCommand()
        : base("capture", "Show the SCTP packets of this machine, a line each, and write them to a file for Wireshark. Needs root (CAP_NET_RAW).")
    {
        _port.AcceptPort();
        _udpPort.AcceptPort();
        _count.AcceptRange(1, int.MaxValue);
        _duration.AcceptSeconds(0.001, MaxDuration);
        Options.Add(_interface);
        Options.Add(_file);
        Options.Add(_port);
        Options.Add(_udpPort);
        Options.Add(_count);
        Options.Add(_duration);
        Options.Add(_verbose);
        Options.Add(_quiet);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        // From here on this thread waits for packets; whoever called must be free to see Ctrl-C.
        await Task.Yield();
        var file = context.Get(_file);
        if (file == "-" && (context.IsJson || !Console.IsOutputRedirected))
        {
            throw new ToolException(
                ExitCode.WrongUsage,
                context.IsJson ? "--write - and --json both want standard output" : "standard output is a terminal: pipe it, as in sctp capture -w - | tshark -r -");
        }
        var name = context.Get(_interface)!;
        var options = new CaptureOptions
        {
            Interface = name == "any" ? null : name,
            Port = context.Get(_port),
            UdpPort = context.Get(_udpPort) ?? 0,
            Count = context.Get(_count),
            Duration = context.Get(_duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            IsVerbose = context.Get(_verbose),
        };
        using var session = new CaptureSession(
            options, file is null ? null : () => Open(file), file == "-" || context.Get(_quiet) ? null : context.Output);
        await context.Error.WriteLineAsync($"sctp: capturing on {name}; Ctrl-C ends it");
        session.Run(cancellationToken);
        await context.Error.WriteLineAsync($"sctp: {session.Captured} packets captured, {session.Dropped} dropped by the kernel for lack of room");
        return ExitCode.Done;
    }

    private static Stream Open(string file)
    {
        if (file == "-")
        {
            return new BufferedStream(Renderers.OpenOutput(), FileBuffer);
        }
        try
        {
            return new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, FileBuffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.Failed, $"'{file}' cannot be written: {e.Message}", e);
        }
    }
}

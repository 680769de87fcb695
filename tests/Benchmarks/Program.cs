using SctpConnections.Benchmarks;

return args switch
{
    ["echo", .. var rest] => await EchoProgram.RunAsync(new Arguments(rest)),
    ["flow-send", .. var rest] => await FlowSendProgram.RunAsync(new Arguments(rest)),
    ["flow-receive", .. var rest] => await FlowReceiveProgram.RunAsync(new Arguments(rest)),
    ["memory", .. var rest] => await MemoryProgram.RunAsync(new Arguments(rest)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        The programs that build/bench runs against their C twins. Port 0 is no choice here: name one.
          echo --port N --view messages|streams [--inline]        echo server
          flow-receive --port N --count N                         counts one flow, prints JSON
          flow-send --port N --count N --size N --view messages|streams
          memory [--associations N]                               managed memory per association and stream
        """);
    return 2;
}

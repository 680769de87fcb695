namespace SctpConnections.Benchmarks;

internal static class MemoryProgram
{
    public static Task<int> RunAsync(Arguments arguments) => Task.FromResult(arguments.Has("x") ? 1 : 0);
}

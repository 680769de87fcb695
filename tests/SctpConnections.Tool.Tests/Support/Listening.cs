using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Tool.Tests.Support;

/// <summary>A running <c>sctp listen</c>, or another command that says where it listens.</summary>
internal sealed class Listening(Command command, string endPoint) : IAsyncDisposable
{
    public Command Command => command;

    public string EndPoint => endPoint;

    public static Task<Listening> StartAsync(params string[] more) => StartAtAsync(ToolPort.EndPoint(), more);

    public static Task<Listening> StartAtAsync(string endPoint, params string[] more) => StartCommandAsync(["listen", endPoint, .. more], endPoint);

    public static async Task<Listening> StartCommandAsync(string[] arguments, string endPoint)
    {
        var command = Command.Start(ToolRun.Program, arguments);
        await command.WaitForAsync("listening");
        return new Listening(command, endPoint);
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();
}

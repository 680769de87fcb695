using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SctpConnections.AspNetCore;

/// <summary>Gives one listener's own options to the transport, for Kestrel's listeners and for those of <see cref="SctpServer"/>.</summary>
internal static class ListenerSetup
{
    public static void Configure(IServiceProvider services, SctpEndPoint endPoint, Action<SctpTransportOptions> configure)
        => services.GetRequiredService<IOptions<SctpTransportOptions>>().Value.ForEndPoint(endPoint, configure);

    /// <summary>The endpoint of a configured listener, with its names looked up, once its options are set.</summary>
    public static async Task<SctpEndPoint> ConfigureAsync(IServiceProvider services, string name, CancellationToken cancellationToken = default)
    {
        // Validates all listeners, so that what is read here can be used.
        var options = services.GetRequiredService<IOptions<SctpTransportOptions>>().Value;
        var configuration = services.GetRequiredService<SctpConfiguration>();
        var path = configuration.ListenerPath(name);
        if (configuration.ReadListener(name).Text("EndPoint", null) is not { } text)
        {
            var names = string.Join(", ", configuration.ListenerNames);
            throw new InvalidOperationException(
                $"There is no SCTP listener '{name}': the configuration has no {path}:EndPoint. Listeners there: {(names.Length == 0 ? "none" : names)}.");
        }
        SctpEndPoint endPoint;
        try
        {
            endPoint = await SctpEndPoint.ResolveAsync(text, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or FormatException)
        {
            throw new InvalidOperationException($"{path}:EndPoint is '{text}', which cannot be used: {e.Message}", e);
        }
        options.ForEndPoint(endPoint, own => OptionsBinder.BindListener(configuration.ReadListener(name), own));
        return endPoint;
    }
}

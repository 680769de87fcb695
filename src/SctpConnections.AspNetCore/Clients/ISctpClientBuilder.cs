using SctpConnections;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures a named SCTP client; see <see cref="SctpClientServiceCollectionExtensions"/>.</summary>
public interface ISctpClientBuilder
{
    /// <summary>The client's name; empty for the default client.</summary>
    string Name { get; }

    /// <summary>The services that the client is registered in.</summary>
    IServiceCollection Services { get; }

    /// <summary>Sets options of the client, over those of the configuration and of earlier calls. They are checked when the host starts.</summary>
    ISctpClientBuilder ConfigureOptions(Action<SctpClientOptions> configure);
}

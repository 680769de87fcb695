using Microsoft.Extensions.Configuration;

namespace SctpConnections.AspNetCore;

/// <summary>The section <c>Sctp</c>: what is configured there, and under which path. Absent parts read as empty.</summary>
internal sealed class SctpConfiguration(IConfiguration? section)
{
    public const string SectionName = "Sctp";

    private readonly string _path = section is IConfigurationSection { Path: var path } ? path : section is null ? SectionName : "";

    public string? Provider => section?["Provider"] is { Length: > 0 } provider ? provider : null;

    public string ProviderPath => Combine("Provider");

    public string DefaultsPath => Combine("Defaults");

    public IEnumerable<string> ListenerNames => Names("Listeners");

    public IEnumerable<string> ClientNames => Names("Clients");

    public string ListenerPath(string name) => Combine(ConfigurationPath.Combine("Listeners", name));

    public string ClientPath(string name) => name.Length == 0 ? DefaultsPath : Combine(ConfigurationPath.Combine("Clients", name));

    public SectionReader ReadDefaults(List<string>? errors = null) => new(section?.GetSection("Defaults"), DefaultsPath, errors);

    public SectionReader ReadListener(string name, List<string>? errors = null)
        => new(section?.GetSection("Listeners").GetSection(name), ListenerPath(name), errors);

    public SectionReader ReadClient(string name, List<string>? errors = null)
        => new(section?.GetSection("Clients").GetSection(name), ClientPath(name), errors);

    private IEnumerable<string> Names(string key) => section?.GetSection(key).GetChildren().Select(child => child.Key) ?? [];

    private string Combine(string key) => _path.Length == 0 ? key : ConfigurationPath.Combine(_path, key);
}

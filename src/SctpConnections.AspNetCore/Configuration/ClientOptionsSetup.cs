using Microsoft.Extensions.Options;
using SctpConnections.Providers;

namespace SctpConnections.AspNetCore;

/// <summary>What is configured for a client, and its check. The default client's check includes those that only the configuration names.</summary>
internal sealed class ClientOptionsSetup(SctpConfiguration configuration, IEnumerable<SctpProvider> providers, IEnumerable<SctpClientName> registered)
    : IConfigureNamedOptions<SctpClientOptions>, IValidateOptions<SctpClientOptions>
{
    public void Configure(SctpClientOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, SctpClientOptions options)
    {
        options.Provider = configuration.Provider ?? options.Provider;
        OptionsBinder.BindDefaults(configuration.ReadDefaults(), options);
        if (!string.IsNullOrEmpty(name))
        {
            OptionsBinder.BindClient(configuration.ReadClient(name), options);
        }
    }

    public ValidateOptionsResult Validate(string? name, SctpClientOptions options)
    {
        var errors = new List<string>();
        Check(name ?? Options.DefaultName, options, errors);
        if (string.IsNullOrEmpty(name))
        {
            foreach (var other in configuration.ClientNames)
            {
                if (!registered.Any(known => known.Value.Equals(other, StringComparison.OrdinalIgnoreCase)))
                {
                    var configured = new SctpClientOptions();
                    Configure(other, configured);
                    Check(other, configured, errors);
                }
            }
        }
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void Check(string name, SctpClientOptions options, List<string> errors)
    {
        var path = configuration.ClientPath(name);
        if (name.Length > 0)
        {
            OptionsBinder.BindClient(configuration.ReadClient(name, errors), new SctpClientOptions());
            CheckEndPoint(nameof(options.EndPoint), options.EndPoint, isPeer: true);
        }
        if (options.LocalEndPoint is not null)
        {
            CheckEndPoint(nameof(options.LocalEndPoint), options.LocalEndPoint, isPeer: false);
        }
        errors.AddRange(options.Validate(path));
        ProviderNames.Check(providers, options.Provider, name.Length == 0 ? configuration.ProviderPath : $"{path}:Provider", errors);

        void CheckEndPoint(string key, string? text, bool isPeer)
        {
            if (EndPointSyntax.Check(text, isPeer) is { } wrong)
            {
                errors.Add($"{path}:{key} is '{text}', but {wrong}.");
            }
        }
    }
}

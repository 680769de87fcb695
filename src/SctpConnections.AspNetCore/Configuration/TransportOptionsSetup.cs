using Microsoft.Extensions.Options;
using SctpConnections.Providers;

namespace SctpConnections.AspNetCore;

/// <summary>What is configured for all listeners, and the check of all that is configured for listeners, used or not.</summary>
internal sealed class TransportOptionsSetup(SctpConfiguration configuration, IEnumerable<SctpProvider> providers)
    : IConfigureOptions<SctpTransportOptions>, IValidateOptions<SctpTransportOptions>
{
    public void Configure(SctpTransportOptions options)
    {
        options.Provider = configuration.Provider ?? options.Provider;
        OptionsBinder.BindDefaults(configuration.ReadDefaults(), options, new SctpClientOptions());
    }

    public ValidateOptionsResult Validate(string? name, SctpTransportOptions options)
    {
        var errors = new List<string>();
        OptionsBinder.BindDefaults(configuration.ReadDefaults(errors), new SctpTransportOptions(), new SctpClientOptions());
        errors.AddRange(options.Validate(configuration.DefaultsPath));
        ProviderNames.Check(providers, options.Provider, configuration.ProviderPath, errors);
        foreach (var listener in configuration.ListenerNames)
        {
            Check(listener, options, errors);
        }
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void Check(string listener, SctpTransportOptions defaults, List<string> errors)
    {
        var path = configuration.ListenerPath(listener);
        var text = configuration.ReadListener(listener).Text("EndPoint", null);
        if (EndPointSyntax.Check(text, isPeer: false) is { } wrong)
        {
            errors.Add($"{path}:EndPoint is '{text}', but {wrong}.");
        }
        var options = defaults.GetEndPointOptions(SctpEndPoint.Any(0));
        OptionsBinder.BindListener(configuration.ReadListener(listener, errors), options);
        // What the defaults have wrong is said there.
        var known = defaults.Validate(path);
        errors.AddRange(options.Validate(path).Except(known));
        if (options.Provider != defaults.Provider)
        {
            ProviderNames.Check(providers, options.Provider, $"{path}:Provider", errors);
        }
    }
}

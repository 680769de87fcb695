using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SctpConnections;
using SctpConnections.AspNetCore;
using SctpConnections.Features;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>SCTP endpoints of Kestrel. The transport is registered by <c>AddSctp</c> or <c>UseSctp</c>.</summary>
public static class SctpKestrelExtensions
{
    /// <summary>
    /// Listens for associations, each of which is one connection. <see cref="ListenOptions.Protocols"/> is None before
    /// <paramref name="configure"/> runs: without a handler a connection ends with an error. HTTP/1.1 over SCTP is had by setting it to Http1.
    /// </summary>
    /// <param name="kestrel">Kestrel's options.</param>
    /// <param name="endPoint">Where to listen; port 0 lets the system choose.</param>
    /// <param name="configure">Builds the pipeline of each association, as with <c>UseSctpStreams</c> or <c>UseConnectionHandler</c>.</param>
    /// <exception cref="InvalidOperationException">The transport is not registered.</exception>
    public static void ListenSctp(this KestrelServerOptions kestrel, SctpEndPoint endPoint, Action<ListenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(configure);
        // Null while Kestrel's own setup has not run yet; Kestrel then tells what is missing when it binds.
        if (kestrel.ApplicationServices is not null)
        {
            CheckRegistration(kestrel);
        }
        kestrel.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.None;
            configure(listen);
            if (listen.Protocols == HttpProtocols.None)
            {
                listen.Run(RefuseUnhandledAsync);
            }
            else
            {
                listen.Use(CutAsByteStream);
            }
        });
    }

    /// <summary>As <see cref="ListenSctp(KestrelServerOptions, SctpEndPoint, Action{ListenOptions})"/>, with options of this listener alone.</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    /// <param name="endPoint">Where to listen; port 0 lets the system choose. Listeners with equal endpoints share their options.</param>
    /// <param name="options">Sets options over those of <c>AddSctp</c>.</param>
    /// <param name="configure">Builds the pipeline of each association.</param>
    /// <exception cref="InvalidOperationException">The transport is not registered, or Kestrel is not yet.</exception>
    public static void ListenSctp(this KestrelServerOptions kestrel, SctpEndPoint endPoint, Action<SctpTransportOptions> options, Action<ListenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(options);
        CheckRegistration(kestrel);
        ListenerSetup.Configure(kestrel.ApplicationServices, endPoint, options);
        kestrel.ListenSctp(endPoint, configure);
    }

    /// <summary>Listens as the configuration says: on <c>Sctp:Listeners:NAME:EndPoint</c>, with the other settings there.</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    /// <param name="name">The name in the configuration. Host names in the endpoint are looked up now, which may block.</param>
    /// <param name="configure">Builds the pipeline of each association.</param>
    /// <exception cref="InvalidOperationException">There is no such listener, its host cannot be resolved, or the transport is not registered.</exception>
    /// <exception cref="Extensions.Options.OptionsValidationException">The configuration is wrong; the message names paths, values and remedies.</exception>
    public static void ListenSctp(this KestrelServerOptions kestrel, string name, Action<ListenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentException.ThrowIfNullOrEmpty(name);
        CheckRegistration(kestrel);
        kestrel.ListenSctp(ListenerSetup.ConfigureAsync(kestrel.ApplicationServices, name).GetAwaiter().GetResult(), configure);
    }

    private static void CheckRegistration(KestrelServerOptions kestrel)
    {
        if (kestrel.ApplicationServices is not { } services)
        {
            throw new InvalidOperationException("ListenSctp needs the host's services: call it inside ConfigureKestrel or UseKestrel.");
        }
        if (services.GetService<SctpConfiguration>() is null)
        {
            throw new InvalidOperationException("The SCTP transport is not registered: call services.AddSctp() or webHostBuilder.UseSctp().");
        }
    }

    private static Task RefuseUnhandledAsync(ConnectionContext context) => throw new InvalidOperationException(
        $"The SCTP endpoint {context.LocalEndPoint} has no handler: call UseSctpStreams, UseSctpMessages, UseConnectionHandler or Run in ListenSctp, or set Protocols to Http1.");

    // A response may be longer than a message.
    private static ConnectionDelegate CutAsByteStream(ConnectionDelegate next) => context =>
    {
        if (context.Features.Get<ISctpSendFeature>() is { } send)
        {
            send.SendMode = SctpSendMode.ByteStream;
        }
        return next(context);
    };
}

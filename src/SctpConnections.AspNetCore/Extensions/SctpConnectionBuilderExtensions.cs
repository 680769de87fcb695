using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SctpConnections;
using SctpConnections.AspNetCore;

namespace Microsoft.AspNetCore.Connections;

/// <summary>Connection middleware for SCTP associations.</summary>
public static class SctpConnectionBuilderExtensions
{
    /// <summary>
    /// Ends the pipeline with one of its own for every stream that the peer begins to use: each runs on the thread pool with a
    /// <see cref="ConnectionContext"/> of its own. It returns when the association ended and all of them have.
    /// </summary>
    /// <remarks>
    /// A stream pipeline that throws is logged, and ends alone: the association and the other streams go on. A stream is accepted
    /// once, so what comes on it after its pipeline returned is dropped. Stream contexts carry the association's
    /// <see cref="IConnectionLifetimeNotificationFeature"/>. On a connection that is not SCTP it throws <see cref="InvalidOperationException"/>.
    /// </remarks>
    /// <param name="builder">The pipeline of the association.</param>
    /// <param name="configure">Builds the pipeline of each stream; it needs a handler, such as <c>UseConnectionHandler</c>.</param>
    public static IConnectionBuilder UseSctpStreams(this IConnectionBuilder builder, Action<IConnectionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var streams = new ConnectionBuilder(builder.ApplicationServices);
        configure(streams);
        streams.Run(context => throw new InvalidOperationException(
            $"The pipeline of stream {context.ConnectionId} has no handler: call UseConnectionHandler or Run inside UseSctpStreams."));
        var loggerFactory = builder.ApplicationServices?.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        return builder.Run(new SctpStreamsMiddleware(streams.Build(), loggerFactory.CreateLogger(HostingLog.Category)).OnConnectionAsync);
    }

    /// <summary>
    /// Ends the pipeline with a handler for each message of the association, in arrival order over all streams, one at a time. It
    /// returns when the association has ended and the last message is handled; an exception of the handler ends it.
    /// </summary>
    /// <param name="builder">The pipeline of the association.</param>
    /// <param name="handler">Called with each message, whose bytes are valid until it returns.</param>
    /// <remarks>On a connection that is not SCTP it throws <see cref="InvalidOperationException"/>.</remarks>
    public static IConnectionBuilder UseSctpMessages(this IConnectionBuilder builder, Func<SctpAssociation, SctpMessage, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.Run(async context =>
        {
            var association = context.GetSctpAssociation(nameof(UseSctpMessages));
            try
            {
                // Not until ConnectionClosed: that fires before the last messages are read.
                await foreach (var message in association.ReadMessagesAsync())
                {
                    await handler(association, message);
                }
            }
            catch (Exception e) when (e.IsEndOf(association))
            {
                // A peer that aborts is an everyday event, which the association logs; Kestrel would call it unhandled.
            }
        });
    }

    /// <summary>
    /// Shuts the association down gracefully as soon as the host begins to stop: what was sent before goes out, nothing more can be
    /// sent, what the peer still sends is received, and then the input completes, so that handlers which read to the end return.
    /// Handlers that want to say goodbye on their own watch <see cref="IConnectionLifetimeNotificationFeature"/> instead.
    /// </summary>
    /// <remarks>On a connection that is not SCTP it throws <see cref="InvalidOperationException"/>.</remarks>
    public static IConnectionBuilder UseSctpShutdownOnStop(this IConnectionBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(next => async context =>
        {
            var association = context.GetSctpAssociation(nameof(UseSctpShutdownOnStop));
            var stopping = context.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
            using var registration = stopping.UnsafeRegister(static state => _ = ((SctpAssociation)state!).ShutdownAsync(), association);
            await next(context);
        });
    }
}

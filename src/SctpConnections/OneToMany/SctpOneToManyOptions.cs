namespace SctpConnections;

/// <summary>
/// Options of a one-to-many socket: those of its associations, and its own. <see cref="SctpAssociationOptions.ReceiveLimit"/> bounds
/// its receive queue.
/// </summary>
public sealed class SctpOneToManyOptions : SctpTransportOptions
{
    /// <summary>
    /// An association that carried no user data for so long is shut down gracefully (SCTP_AUTOCLOSE, RFC 6458 section 8.1.8), in whole
    /// seconds from 1. Defaults to null: never.
    /// </summary>
    public TimeSpan? AutoClose { get; set; }

    /// <summary>How long <see cref="SctpOneToManySocket.ConnectAsync"/> may take. Defaults to 15 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether peers may set up associations. Defaults to true.</summary>
    public bool IsListening { get; set; } = true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate(string path = "")
    {
        var errors = new OptionErrors(path);
        errors.Milliseconds(nameof(ConnectTimeout), ConnectTimeout, 1, int.MaxValue);
        if (AutoClose is { } time && (time < TimeSpan.FromSeconds(1) || time.TotalSeconds > int.MaxValue || time.Ticks % TimeSpan.TicksPerSecond != 0))
        {
            errors.Add(nameof(AutoClose), time, "must be a whole number of seconds, at least one");
        }
        if (PerMessageDestinations)
        {
            errors.Add(nameof(PerMessageDestinations), PerMessageDestinations, "must be false: messages of a one-to-many socket may name a destination anyway");
        }
        return [.. base.Validate(path), .. errors.All];
    }

    /// <summary>One-to-many options with the settings of a listener.</summary>
    internal static SctpOneToManyOptions From(SctpTransportOptions source)
    {
        var options = new SctpOneToManyOptions { Provider = source.Provider, Backlog = source.Backlog, MaxAssociations = source.MaxAssociations };
        source.CopyTo(options);
        // Each message may name one here, and the associations that are peeled off are of the other kind.
        options.PerMessageDestinations = false;
        return options;
    }
}

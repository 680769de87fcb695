namespace SctpConnections;

/// <summary>Options of listeners: those of their associations, and the provider. See <see cref="ForEndPoint"/> for one listener's own.</summary>
public class SctpTransportOptions : SctpAssociationOptions
{
    private readonly List<(SctpEndPoint EndPoint, Action<SctpTransportOptions> Configure)> _endPoints = [];

    /// <summary>
    /// The name of the provider: <c>kernel</c>, or another that is registered. Defaults to null: the first registered one
    /// that this machine supports (<c>Auto</c> means the same).
    /// </summary>
    public string? Provider { get; set; }

    /// <summary>Associations that may be set up but not yet accepted; the provider refuses more. Defaults to 512.</summary>
    public int Backlog { get; set; } = 512;

    /// <summary>Open associations per listener; at the limit no more are accepted until one ends. Defaults to 10,000.</summary>
    public int MaxAssociations { get; set; } = 10_000;

    /// <summary>Settings of one listener, applied over these when it is bound. Calls for the same endpoint add up.</summary>
    public void ForEndPoint(SctpEndPoint endPoint, Action<SctpTransportOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(configure);
        _endPoints.Add((endPoint, configure));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate(string path = "")
    {
        var errors = new OptionErrors(path);
        errors.Range(nameof(Backlog), Backlog, 1, 65_535);
        errors.Range(nameof(MaxAssociations), MaxAssociations, 1, int.MaxValue);
        return [.. base.Validate(path), .. errors.All];
    }

    /// <summary>The options that a listener on an endpoint runs with: a copy of these with that endpoint's settings applied.</summary>
    public SctpTransportOptions GetEndPointOptions(SctpEndPoint endPoint)
    {
        var options = new SctpTransportOptions { Provider = Provider, Backlog = Backlog, MaxAssociations = MaxAssociations };
        CopyTo(options);
        foreach (var (key, configure) in _endPoints)
        {
            if (key.Equals(endPoint))
            {
                configure(options);
            }
        }
        return options;
    }
}

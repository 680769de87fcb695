namespace SctpConnections;

/// <summary>Options of a client: where to, where from, and those of its associations.</summary>
public class SctpClientOptions : SctpAssociationOptions
{
    /// <summary>The peer: one or several addresses (connectx) and a port; names are looked up at each connect. Required for named clients.</summary>
    public string? EndPoint { get; set; }

    /// <summary>The local addresses to bind before connecting, with the port or 0. Defaults to null: the provider's choice, which is all of them.</summary>
    public string? LocalEndPoint { get; set; }

    /// <summary>The name of the provider. Defaults to null: the first registered one that this machine supports.</summary>
    public string? Provider { get; set; }

    /// <summary>How long setting up an association may take. Defaults to 15 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate(string path = "")
    {
        var errors = new OptionErrors(path);
        errors.Milliseconds(nameof(ConnectTimeout), ConnectTimeout, 1, int.MaxValue);
        return [.. base.Validate(path), .. errors.All];
    }
}

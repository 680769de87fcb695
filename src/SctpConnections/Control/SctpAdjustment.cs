namespace SctpConnections;

/// <summary>An option that the provider did not take as it was asked for.</summary>
/// <param name="Option">The name of the option.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Effective">What is used.</param>
public sealed record SctpAdjustment(string Option, string Asked, string Effective)
{
    /// <summary>A sentence that tells it.</summary>
    public override string ToString() => $"{Option} is {Effective} instead of {Asked}";
}

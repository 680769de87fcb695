namespace SctpConnections.Tool.Checking;

/// <summary>One finding of <c>sctp check</c>.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">ok, note (works, but know this), bad (does not work) or off (could work, not turned on).</param>
/// <param name="Detail">What was found, a sentence or a value.</param>
/// <param name="Fix">The command lines to run, in order; empty when there is nothing to do.</param>
internal sealed record CheckItem(string Name, string State, string Detail, params string[] Fix)
{
    public const string Ok = "ok";
    public const string Note = "note";
    public const string Bad = "bad";
    public const string Off = "off";
}

namespace SctpConnections.Tool.Talk;

/// <summary>A command of listen and connect.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Syntax">What follows the name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parse">Makes an action of the words; a <see cref="FormatException"/> says what is wrong with them.</param>
internal sealed record Verb(string Name, string Syntax, string Description, Func<Arguments, TalkAction> Parse);

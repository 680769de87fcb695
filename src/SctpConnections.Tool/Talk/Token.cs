namespace SctpConnections.Tool.Talk;

/// <summary>A word of a command. A quoted one is a value and never a keyword.</summary>
internal readonly record struct Token(string Text, bool IsQuoted);

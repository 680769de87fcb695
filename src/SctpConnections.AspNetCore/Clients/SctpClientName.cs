namespace SctpConnections.AspNetCore;

/// <summary>The name of a client that code registered.</summary>
internal sealed record SctpClientName(string Value);

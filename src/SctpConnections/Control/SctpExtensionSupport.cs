namespace SctpConnections;

/// <summary>How an extension stands.</summary>
/// <param name="Extension">The extension.</param>
/// <param name="IsAvailable">Whether the provider has it at all.</param>
/// <param name="IsAgreed">Whether both sides use it on this association; for future ones, whether it is offered.</param>
/// <param name="Remedy">What to do to get it when this side is the one that does not offer it, or null.</param>
public sealed record SctpExtensionSupport(SctpExtension Extension, bool IsAvailable, bool IsAgreed, string? Remedy);

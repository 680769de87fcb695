namespace SctpConnections.TestShared;

/// <summary>A control that knows paths and nothing else.</summary>
internal sealed class ScriptedControl(IReadOnlyList<SctpPath> paths) : SctpControl
{
    public override SctpPaths Paths { get; } = new ScriptedPaths(paths);

    public override SctpSettings Settings => throw new NotSupportedException();

    public override SctpAuthentication Authentication => throw new NotSupportedException();

    public override SctpStreams Streams => throw new NotSupportedException();

    public override SctpAssociationStatus GetStatus() => throw new NotSupportedException();

    public override SctpAssociationStatistics GetStatistics() => throw new NotSupportedException();

    public override SctpAbandonedMessages GetAbandoned(SctpReliabilityPolicy policy, ushort? streamId = null) => throw new NotSupportedException();

    public override SctpCapabilities GetCapabilities() => throw new NotSupportedException();

    public override int GetOption(int level, int name, Span<byte> value) => throw new NotSupportedException();

    public override void SetOption(int level, int name, ReadOnlySpan<byte> value) => throw new NotSupportedException();
}

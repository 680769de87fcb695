namespace SctpConnections;

/// <summary>The face of <see cref="MessageReader"/> that <c>await foreach</c> sees.</summary>
internal sealed class MessageSequence(MessageReader reader, CancellationToken cancellationToken) : IAsyncEnumerable<SctpMessage>
{
    public IAsyncEnumerator<SctpMessage> GetAsyncEnumerator(CancellationToken cancellationTokenOfLoop = default)
        => reader.Start(cancellationToken, cancellationTokenOfLoop);
}

namespace SctpConnections;

/// <summary>Something a reader can wait for.</summary>
internal interface IInboundSource<T>
{
    /// <summary>
    /// Takes the next item, or returns false when the reader has to wait. Called under the receiver's gate.
    /// Throws what the association ended with once nothing is left.
    /// </summary>
    bool TryTake(out T item);
}

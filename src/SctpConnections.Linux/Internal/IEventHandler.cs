namespace SctpConnections.Linux.Internal;

/// <summary>What a descriptor's events are for.</summary>
internal interface IEventHandler
{
    /// <summary>Called on the loop's thread: must neither block nor throw.</summary>
    void OnEvents(uint events);
}

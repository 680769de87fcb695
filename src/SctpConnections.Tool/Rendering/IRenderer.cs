namespace SctpConnections.Tool.Rendering;

/// <summary>Where results go. Only <see cref="Renderers"/> knows which kinds there are.</summary>
internal interface IRenderer
{
    void Show(IView view);

    /// <summary>Shows each state in the place of the one before where that is possible, else one after the other.</summary>
    Task WatchAsync(IAsyncEnumerable<IView> states);
}

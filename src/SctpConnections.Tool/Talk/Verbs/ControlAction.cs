using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Talk.Verbs;

/// <summary>Actions that ask or set something about the association.</summary>
internal static class ControlAction
{
    /// <summary>One whose result is a line.</summary>
    public static TalkAction Of(Func<SctpControl, string> act) => async (session, cancellationToken) =>
    {
        var target = await session.GetAsync(cancellationToken);
        session.Output.Result(target.Number, act(target.Association.Control));
    };

    /// <summary>One whose result is a view.</summary>
    public static TalkAction Of(Func<SctpControl, int, IView> act) => async (session, cancellationToken) =>
    {
        var target = await session.GetAsync(cancellationToken);
        session.Output.Show(act(target.Association.Control, target.Number));
    };
}

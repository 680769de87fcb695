namespace SctpConnections.Tool.Talk;

/// <summary>A command that was understood and can be carried out.</summary>
internal delegate Task TalkAction(TalkSession session, CancellationToken cancellationToken);

namespace SctpConnections.TestShared;

/// <summary>A message that a <see cref="ScriptedChannel"/> took.</summary>
public sealed record ScriptedSend(ushort StreamId, SctpSendOptions Options, byte[] Payload);

namespace SctpConnections;

/// <summary>Who reads an association: the first view that reads owns it.</summary>
internal enum ReadView
{
    None,
    Messages,
    Streams,
    DefaultStream,
}

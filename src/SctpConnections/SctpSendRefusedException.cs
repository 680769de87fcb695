namespace SctpConnections;

/// <summary>
/// A message could not be sent as its <see cref="SctpSendOptions"/> ask, such as to an address that the peer does not have. It was
/// dropped; the association goes on.
/// </summary>
public sealed class SctpSendRefusedException : SctpException
{
    /// <summary>Creates the exception.</summary>
    public SctpSendRefusedException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public SctpSendRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public SctpSendRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

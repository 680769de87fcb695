namespace SctpConnections;

/// <summary>An SCTP operation failed. The message names what was wrong, where, and what to do.</summary>
public class SctpException : IOException
{
    /// <summary>Creates the exception.</summary>
    public SctpException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public SctpException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public SctpException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

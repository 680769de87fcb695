namespace SctpConnections;

/// <summary>The error cause codes of ABORT and ERROR chunks (IANA registry; RFC 9260 section 3.3.10).</summary>
public static class SctpErrorCause
{
    /// <summary>A DATA chunk named a stream that does not exist.</summary>
    public const ushort InvalidStreamIdentifier = 1;

    /// <summary>A mandatory parameter was missing.</summary>
    public const ushort MissingMandatoryParameter = 2;

    /// <summary>The state cookie had expired.</summary>
    public const ushort StaleCookie = 3;

    /// <summary>The peer is out of resources.</summary>
    public const ushort OutOfResource = 4;

    /// <summary>An address could not be resolved.</summary>
    public const ushort UnresolvableAddress = 5;

    /// <summary>A chunk type was not recognised.</summary>
    public const ushort UnrecognizedChunkType = 6;

    /// <summary>A mandatory parameter was invalid.</summary>
    public const ushort InvalidMandatoryParameter = 7;

    /// <summary>Parameters were not recognised.</summary>
    public const ushort UnrecognizedParameters = 8;

    /// <summary>A DATA chunk without user data.</summary>
    public const ushort NoUserData = 9;

    /// <summary>A COOKIE-ECHO while shutting down.</summary>
    public const ushort CookieReceivedWhileShuttingDown = 10;

    /// <summary>A restart with new addresses.</summary>
    public const ushort RestartWithNewAddresses = 11;

    /// <summary>The upper layer asked for the abort.</summary>
    public const ushort UserInitiatedAbort = 12;

    /// <summary>A protocol violation.</summary>
    public const ushort ProtocolViolation = 13;

    /// <summary>The last remaining address was to be deleted (RFC 5061).</summary>
    public const ushort DeleteLastRemainingAddress = 160;

    /// <summary>Refused for lack of resources (RFC 5061).</summary>
    public const ushort ResourceShortage = 161;

    /// <summary>The source address was to be deleted (RFC 5061).</summary>
    public const ushort DeleteSourceAddress = 162;

    /// <summary>An ASCONF-ACK that nothing asked for (RFC 5061).</summary>
    public const ushort IllegalAsconfAck = 163;

    /// <summary>No authorisation for the request (RFC 5061).</summary>
    public const ushort NoAuthorization = 164;

    /// <summary>An HMAC identifier that is not supported (RFC 4895).</summary>
    public const ushort UnsupportedHmacIdentifier = 261;

    /// <summary>The name of a code, or the number when it is not registered.</summary>
    public static string GetName(ushort code) => code switch
    {
        InvalidStreamIdentifier => "invalid stream identifier",
        MissingMandatoryParameter => "missing mandatory parameter",
        StaleCookie => "stale cookie",
        OutOfResource => "out of resource",
        UnresolvableAddress => "unresolvable address",
        UnrecognizedChunkType => "unrecognized chunk type",
        InvalidMandatoryParameter => "invalid mandatory parameter",
        UnrecognizedParameters => "unrecognized parameters",
        NoUserData => "no user data",
        CookieReceivedWhileShuttingDown => "cookie received while shutting down",
        RestartWithNewAddresses => "restart with new addresses",
        UserInitiatedAbort => "user-initiated abort",
        ProtocolViolation => "protocol violation",
        DeleteLastRemainingAddress => "request to delete last remaining address",
        ResourceShortage => "refused due to resource shortage",
        DeleteSourceAddress => "request to delete source address",
        IllegalAsconfAck => "association aborted due to illegal ASCONF-ACK",
        NoAuthorization => "request refused, no authorization",
        UnsupportedHmacIdentifier => "unsupported HMAC identifier",
        _ => $"cause {code}",
    };
}

using System.Globalization;
using System.Net;

namespace SctpConnections.AspNetCore;

/// <summary>Checks the text of an endpoint whose hosts may be names, without looking them up.</summary>
internal static class EndPointSyntax
{
    private const string Expected = "expected sctp/address[+address…]:port, such as sctp/10.0.0.1+10.0.1.1:2905";

    /// <summary>What is wrong with the text, as the rest of a sentence, or null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isPeer">Whether it is to be connected to, so that it needs a port.</param>
    public static string? Check(string? text, bool isPeer)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"must be set; {Expected}";
        }
        var rest = text.Trim();
        foreach (var scheme in (ReadOnlySpan<string>)["sctp://", "sctp/"])
        {
            if (rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[scheme.Length..];
                break;
            }
        }
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || rest.EndsWith(']'))
        {
            return $"has no port; {Expected}";
        }
        if (!int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort || (isPeer && port == 0))
        {
            return $"'{rest[(colon + 1)..]}' is no port from {(isPeer ? 1 : 0)} to {IPEndPoint.MaxPort}; {Expected}";
        }
        foreach (var host in rest[..colon].Split('+'))
        {
            if (!SctpEndPoint.TryParse($"{host}:0", out _) && !IsName(host))
            {
                return $"'{host}' is neither an IP address nor a host name; {Expected}";
            }
        }
        return null;
    }

    // The last label of a name is never a number (RFC 3696 section 2), so 10.0.0.300 is a wrong address and no name.
    private static bool IsName(string host)
    {
        if (Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            return false;
        }
        var name = host.TrimEnd('.');
        return name.AsSpan(name.LastIndexOf('.') + 1).ContainsAnyExceptInRange('0', '9');
    }
}

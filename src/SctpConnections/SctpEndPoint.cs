using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SctpConnections;

/// <summary>
/// One SCTP transport endpoint: one or several IP addresses that share a port (RFC 9260 section 1.3).
/// Immutable, compared by value, safe on any thread.
/// </summary>
/// <remarks>
/// It is deliberately no <see cref="IPEndPoint"/>: Kestrel's TCP transport binds every one of those.
/// The text form is <c>sctp/10.0.0.1+10.0.1.1:2905</c>; IPv6 addresses stand in brackets, <c>*</c> is every IPv4 address.
/// </remarks>
public sealed class SctpEndPoint : EndPoint, IEquatable<SctpEndPoint>
{
    private const string Scheme = "sctp/";

    /// <summary>Creates an endpoint with one address.</summary>
    /// <param name="address">The address; <see cref="IPAddress.Any"/> and <see cref="IPAddress.IPv6Any"/> stand for all local ones.</param>
    /// <param name="port">The port, 0 to 65535; 0 lets the provider choose when listening.</param>
    public SctpEndPoint(IPAddress address, int port)
        : this([address], port)
    {
    }

    /// <summary>Creates an endpoint with several addresses; the first is the one tried first.</summary>
    /// <param name="addresses">At least one address; IPv4 and IPv6 may be mixed, duplicates are refused.</param>
    /// <param name="port">The port, 0 to 65535; 0 lets the provider choose when listening.</param>
    /// <exception cref="ArgumentException">No address, a duplicate, or an address that is neither IPv4 nor IPv6.</exception>
    public SctpEndPoint(IEnumerable<IPAddress> addresses, int port)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        Addresses = [.. addresses];
        Port = port;
        if (Addresses.IsEmpty)
        {
            throw new ArgumentException("An SCTP endpoint needs at least one address.", nameof(addresses));
        }
        var seen = new HashSet<IPAddress>();
        foreach (var address in Addresses)
        {
            if (address is null || address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            {
                throw new ArgumentException($"'{address}' is neither an IPv4 nor an IPv6 address.", nameof(addresses));
            }
            if (!seen.Add(address))
            {
                throw new ArgumentException($"The address {address} is given twice.", nameof(addresses));
            }
        }
    }

    /// <summary>Every IPv4 address of the machine.</summary>
    public static SctpEndPoint Any(int port) => new(IPAddress.Any, port);

    /// <summary>Every IPv6 and IPv4 address of the machine.</summary>
    public static SctpEndPoint IPv6Any(int port) => new(IPAddress.IPv6Any, port);

    /// <summary>127.0.0.1.</summary>
    public static SctpEndPoint Loopback(int port) => new(IPAddress.Loopback, port);

    /// <summary>The addresses, in order of preference; never empty.</summary>
    public ImmutableArray<IPAddress> Addresses { get; }

    /// <summary>The port in host byte order.</summary>
    public int Port { get; }

    /// <summary>The family of the first address.</summary>
    public override AddressFamily AddressFamily => Addresses[0].AddressFamily;

    /// <summary>The same addresses with another port.</summary>
    public SctpEndPoint WithPort(int port) => new(Addresses, port);

    /// <summary>Parses <c>[sctp/]address[+address…]:port</c>; <c>sctp://</c> is accepted too. No names: see <see cref="ResolveAsync"/>.</summary>
    /// <exception cref="FormatException">The text is no endpoint; the message names the part that is wrong.</exception>
    public static SctpEndPoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var endPoint, out var error) ? endPoint : throw new FormatException(error);
    }

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SctpEndPoint? endPoint)
        => TryParse(text, out endPoint, out _);

    /// <summary>Parses an endpoint whose hosts may be names, which are looked up; a name stands for all its addresses.</summary>
    /// <exception cref="FormatException">The text is no endpoint.</exception>
    /// <exception cref="SocketException">A name could not be resolved; the message holds the name.</exception>
    public static async Task<SctpEndPoint> ResolveAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TrySplit(text, out var hosts, out var port, out var error))
        {
            throw new FormatException(error);
        }
        var addresses = new List<IPAddress>();
        foreach (var host in hosts)
        {
            foreach (var address in TryParseAddress(host, out var literal) ? [literal] : await LookUpAsync(host, cancellationToken))
            {
                if (!addresses.Contains(address))
                {
                    addresses.Add(address);
                }
            }
        }
        return new SctpEndPoint(addresses, port);
    }

    /// <inheritdoc/>
    public bool Equals(SctpEndPoint? other)
        => other is not null && Port == other.Port && Addresses.AsSpan().SequenceEqual(other.Addresses.AsSpan());

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as SctpEndPoint);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Port);
        foreach (var address in Addresses)
        {
            hash.Add(address);
        }
        return hash.ToHashCode();
    }

    /// <summary>The text form that <see cref="Parse"/> reads.</summary>
    public override string ToString()
        => Scheme + string.Join('+', Addresses.Select(Format)) + ":" + Port.ToString(CultureInfo.InvariantCulture);

    private static string Format(IPAddress address)
        => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    private static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new SocketException(e.ErrorCode, $"The host '{host}' could not be resolved: {e.Message}");
        }
    }

    private static bool TryParse(string? text, [NotNullWhen(true)] out SctpEndPoint? endPoint, out string error)
    {
        endPoint = null;
        if (!TrySplit(text ?? "", out var hosts, out var port, out error))
        {
            return false;
        }
        var addresses = new List<IPAddress>(hosts.Length);
        foreach (var host in hosts)
        {
            if (!TryParseAddress(host, out var address))
            {
                error = $"'{host}' in '{text}' is no IP address.";
                return false;
            }
            if (addresses.Contains(address))
            {
                error = $"'{host}' stands twice in '{text}'.";
                return false;
            }
            addresses.Add(address);
        }
        endPoint = new SctpEndPoint(addresses, port);
        return true;
    }

    private static bool TrySplit(string text, out string[] hosts, out int port, out string error)
    {
        hosts = [];
        port = 0;
        var rest = text.AsSpan().Trim();
        foreach (var prefix in (ReadOnlySpan<string>)["sctp://", Scheme])
        {
            if (rest.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[prefix.Length..];
                break;
            }
        }
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || rest[^1] == ']')
        {
            error = $"'{text}' is no SCTP endpoint: expected sctp/address[+address…]:port.";
            return false;
        }
        if (!int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > IPEndPoint.MaxPort)
        {
            error = $"'{rest[(colon + 1)..]}' in '{text}' is no port: expected 0 to 65535.";
            return false;
        }
        hosts = rest[..colon].ToString().Split('+');
        error = "";
        return true;
    }

    private static bool TryParseAddress(string host, [NotNullWhen(true)] out IPAddress? address)
    {
        if (host == "*")
        {
            address = IPAddress.Any;
            return true;
        }
        // Only dotted quads and bracketed IPv6: IPAddress alone would read "1" as 0.0.0.1.
        var isV6 = host.StartsWith('[') && host.EndsWith(']');
        if (!isV6 && host.Count(c => c == '.') != 3)
        {
            address = null;
            return false;
        }
        return IPAddress.TryParse(isV6 ? host[1..^1] : host, out address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6) == isV6;
    }
}

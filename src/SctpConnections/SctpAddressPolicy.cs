using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SctpConnections;

/// <summary>
/// Which local addresses stand for the wildcard. A socket that is bound to it tells peers every address of the machine, reachable for
/// them or not; with a policy it is bound to those that were chosen. Immutable.
/// </summary>
/// <remarks>
/// The text form is a list such as <c>eth0, 10.0.0.0/8, 2001:db8::/32, !10.0.9.0/24</c>: names of interfaces and prefixes, those with
/// an exclamation mark taken out again. With only such, everything but loopback is in. Link-local IPv6 addresses need a prefix of theirs.
/// </remarks>
public sealed class SctpAddressPolicy
{
    private readonly string _text;
    private readonly List<Rule> _rules;

    private SctpAddressPolicy(string text, List<Rule> rules)
    {
        _text = text;
        _rules = rules;
    }

    /// <summary>Parses the text form.</summary>
    /// <exception cref="FormatException">A part is neither a name nor a prefix.</exception>
    public static SctpAddressPolicy Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var policy, out var error) ? policy : throw new FormatException($"The address policy '{text}' {error}.");
    }

    /// <summary>The addresses of this machine, now, that the policy chooses, in the order of its rules.</summary>
    public IReadOnlyList<IPAddress> Select() => Select(GetLocalAddresses());

    /// <summary>The endpoint with every wildcard in it replaced by the chosen addresses of its family; [::] stands for both families.</summary>
    /// <exception cref="SctpException">The policy chooses no address; the message tells those that there are.</exception>
    public SctpEndPoint Apply(SctpEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var hasV6 = endPoint.Addresses.Contains(IPAddress.IPv6Any);
        var hasV4 = hasV6 || endPoint.Addresses.Contains(IPAddress.Any);
        if (!hasV4)
        {
            return endPoint;
        }
        var local = GetLocalAddresses();
        var chosen = Select(local).Where(address => address.AddressFamily == AddressFamily.InterNetwork ? hasV4 : hasV6).ToList();
        if (chosen.Count == 0)
        {
            throw new SctpException($"The address policy '{_text}' chooses no address for {endPoint}; this machine has {string.Join(", ", local.Select(a => $"{a.Address} ({a.Interface})"))}.");
        }
        var named = endPoint.Addresses.Where(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any));
        return new SctpEndPoint(named.Concat(chosen).Distinct(), endPoint.Port);
    }

    /// <summary>The text form.</summary>
    public override string ToString() => _text;

    internal static bool TryParse(string text, [NotNullWhen(true)] out SctpAddressPolicy? policy, [NotNullWhen(false)] out string? error)
    {
        policy = null;
        error = null;
        var rules = new List<Rule>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var isOut = part[0] == '!';
            var name = isOut ? part[1..].Trim() : part;
            // What .NET takes since version 10, bits beyond the prefix, is more likely a mistake.
            if (IPNetwork.TryParse(name, out var network) && network.BaseAddress.Equals(IPAddress.Parse(name.AsSpan(0, name.IndexOf('/', StringComparison.Ordinal)))))
            {
                rules.Add(new Rule(null, network, isOut));
            }
            else if (IPAddress.TryParse(name, out var address) && (name.Contains(':', StringComparison.Ordinal) || name.Count(c => c == '.') == 3))
            {
                rules.Add(new Rule(null, new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128), isOut));
            }
            else if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal) || name.Any(char.IsWhiteSpace))
            {
                error = $"has '{part}' in it, which must be the name of an interface, an address, or a prefix whose other bits are zero, such as 10.0.0.0/8";
                return false;
            }
            else
            {
                rules.Add(new Rule(name, default, isOut));
            }
        }
        if (rules.Count == 0)
        {
            error = "must name at least one interface or prefix";
            return false;
        }
        policy = new SctpAddressPolicy(text, rules);
        return true;
    }

    internal IReadOnlyList<IPAddress> Select(IReadOnlyList<(string Interface, IPAddress Address)> local)
    {
        var chosen = new List<IPAddress>();
        if (_rules.TrueForAll(rule => rule.IsOut))
        {
            chosen.AddRange(local.Where(a => !IPAddress.IsLoopback(a.Address) && !a.Address.IsIPv6LinkLocal).Select(a => a.Address));
        }
        foreach (var rule in _rules.Where(rule => !rule.IsOut))
        {
            chosen.AddRange(local.Where(rule.Matches).Select(a => a.Address));
        }
        var excluded = local.Where(a => _rules.Exists(rule => rule.IsOut && rule.Matches(a))).Select(a => a.Address).ToHashSet();
        return [.. chosen.Distinct().Where(address => !excluded.Contains(address))];
    }

    private static List<(string Interface, IPAddress Address)> GetLocalAddresses()
        => [.. from network in NetworkInterface.GetAllNetworkInterfaces()
               from address in network.GetIPProperties().UnicastAddresses
               select (network.Name, address.Address)];

    private sealed record Rule(string? Interface, IPNetwork Network, bool IsOut)
    {
        public bool Matches((string Interface, IPAddress Address) local)
            => Interface is null
                ? Network.Contains(local.Address)
                : local.Interface == Interface && (IsOut || !local.Address.IsIPv6LinkLocal);
    }
}

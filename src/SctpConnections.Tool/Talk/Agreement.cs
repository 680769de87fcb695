using System.Buffers;
using System.Globalization;
using System.Text;

namespace SctpConnections.Tool.Talk;

/// <summary>
/// What a client and a server of perf or test tell each other, as text in a message of its own payload protocol identifier:
/// <c>sctp-perf/1 hello size=1000 mode=ping</c>.
/// </summary>
internal sealed record Agreement(string Protocol, string Kind)
{
    /// <summary>The payload protocol identifier of these messages: none that is registered.</summary>
    public const uint Ppid = 0xFFFF_FF01;

    private const int Limit = 4096;

    public SortedDictionary<string, long> Values { get; } = new(StringComparer.Ordinal);

    public long this[string name]
    {
        get => Values.TryGetValue(name, out var value) ? value : throw new FormatException($"'{name}' is missing");
        init => Values[name] = value;
    }

    /// <summary>The value, when it is in the range.</summary>
    /// <exception cref="FormatException">It is missing or out of it.</exception>
    public long Get(string name, long least, long most) => this[name] is var value && value >= least && value <= most
        ? value
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name}={value} is not between {least} and {most}"));

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(ToString());

    public override string ToString() => $"{Protocol} {Kind}{string.Concat(Values.Select(v => string.Create(CultureInfo.InvariantCulture, $" {v.Key}={v.Value}")))}";

    public ValueTask SendAsync(SctpAssociation association) => association.SendAsync(0, ToBytes(), new SctpSendOptions { PayloadProtocolIdentifier = Ppid });

    /// <summary>The agreement in a message, or null when it is another message.</summary>
    /// <exception cref="FormatException">It is one, but of another version or damaged.</exception>
    public static Agreement? Read(in SctpMessage message, string protocol)
    {
        if (message.PayloadProtocolIdentifier != Ppid || message.Length > Limit)
        {
            return null;
        }
        var words = Encoding.ASCII.GetString(message.Payload.ToArray()).Split(' ');
        if (!words[0].StartsWith("sctp-", StringComparison.Ordinal) || words.Length < 2)
        {
            return null;
        }
        if (words[0] != protocol)
        {
            throw new FormatException($"the peer speaks {words[0]}, not {protocol}: use the same version of sctp, and perf with perf, test with test");
        }
        var agreement = new Agreement(words[0], words[1]);
        foreach (var word in words.Skip(2))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            agreement.Values[equals > 0 ? word[..equals] : word] = long.TryParse(word.AsSpan(equals + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new FormatException($"the peer sent '{word}', which is no number");
        }
        return agreement;
    }
}

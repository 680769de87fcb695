using System.Globalization;
using System.Net;

namespace SctpConnections.Linux.Internal;

/// <summary>
/// Reads the tables below <c>/proc/net/sctp</c>. A line that is cut off or odd is left out: the kernel may change them while they are read.
/// </summary>
internal static class ProcParser
{
    private const int OneToManyStyle = 0;

    public static List<ProcAssociation> ReadAssociations(string text)
    {
        var found = new List<ProcAssociation>();
        foreach (var words in Lines(text))
        {
            // ASSOC SOCK STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC ...
            var arrow = Array.IndexOf(words, "<->");
            if (arrow < 13 || !TryNumbers(words.AsSpan(2, 11), out var n))
            {
                continue;
            }
            var end = arrow + 1;
            while (end < words.Length && TryAddress(words[end], out _, out _))
            {
                end++;
            }
            var locals = Addresses(words.AsSpan(13..arrow), out _);
            var peers = Addresses(words.AsSpan((arrow + 1)..end), out var primary);
            if (locals.Count == 0 || peers.Count == 0 || words.Length < end + 7 || !TryNumbers(words.AsSpan(end, 7), out var tail)
                || !IsPort(n[9]) || !IsPort(n[10]))
            {
                continue;
            }
            found.Add(new ProcAssociation(
                (int)n[4], (int)n[2], n[6], n[5], (int)n[7], n[8], (int)n[9], (int)n[10], locals, peers, primary ?? peers[0],
                (int)tail[1], (int)tail[2], tail[6]));
        }
        return found;
    }

    public static List<ProcEndPoint> ReadEndPoints(string text)
    {
        var found = new List<ProcEndPoint>();
        foreach (var words in Lines(text))
        {
            // ENDPT SOCK STY SST HBKT LPORT UID INODE LADDRS
            if (words.Length > 8 && TryNumbers(words.AsSpan(2, 6), out var n) && IsPort(n[3]) && Addresses(words.AsSpan(8), out _) is { Count: > 0 } addresses)
            {
                found.Add(new ProcEndPoint(n[0] == OneToManyStyle, (int)n[3], (int)n[4], n[5], addresses));
            }
        }
        return found;
    }

    public static List<ProcPath> ReadPaths(string text)
    {
        var found = new List<ProcPath>();
        foreach (var words in Lines(text))
        {
            // ADDR ASSOC_ID HB_ACT RTO MAX_PATH_RTX REM_ADDR_RTX START STATE
            if (words.Length >= 8 && TryAddress(words[0], out var address, out _) && TryNumbers(words.AsSpan(1, 7), out var n))
            {
                found.Add(new ProcPath((int)n[0], address, n[1] != 0, n[2], (int)n[3], (int)n[6]));
            }
        }
        return found;
    }

    public static List<SctpCounter> ReadCounters(string text)
    {
        var found = new List<SctpCounter>();
        foreach (var words in text.Split('\n').Select(Words))
        {
            if (words is [var name, var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                found.Add(new SctpCounter(name, value, CounterMeanings.Of(name)));
            }
        }
        return found;
    }

    // The first line is the heading.
    private static IEnumerable<string[]> Lines(string text) => text.Split('\n').Skip(1).Select(Words).Where(words => words.Length > 0);

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static bool TryNumbers(ReadOnlySpan<string> words, out long[] numbers)
    {
        numbers = new long[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!long.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsPort(long number) => number is >= 0 and <= IPEndPoint.MaxPort;

    private static List<IPAddress> Addresses(ReadOnlySpan<string> words, out IPAddress? primary)
    {
        var addresses = new List<IPAddress>(words.Length);
        primary = null;
        foreach (var word in words)
        {
            if (TryAddress(word, out var address, out var isPrimary) && !addresses.Contains(address))
            {
                addresses.Add(address);
                primary = isPrimary ? address : primary;
            }
        }
        return addresses;
    }

    // A bare number is a column that follows, although IPAddress would take it for an address.
    private static bool TryAddress(string word, out IPAddress address, out bool isPrimary)
    {
        isPrimary = word.StartsWith('*');
        address = IPAddress.None;
        var text = isPrimary ? word[1..] : word;
        if (!text.Contains(':') && text.Count(c => c == '.') != 3 || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }
        address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return true;
    }
}

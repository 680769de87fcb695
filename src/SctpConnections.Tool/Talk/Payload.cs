using System.Globalization;
using System.Text;

namespace SctpConnections.Tool.Talk;

/// <summary>Payloads as they are typed and shown.</summary>
internal static class Payload
{
    private const int TextLimit = 1000;
    private const int DumpLimit = 512;
    private const int Width = 16;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>What <c>text</c>, <c>@file</c>, <c>hex:0a 0b</c> or <c>size:1000</c> stands for; in quotes it is always text.</summary>
    /// <exception cref="FormatException">It stands for nothing that can be sent.</exception>
    public static byte[] Parse(string text, bool isQuoted)
    {
        var bytes = isQuoted ? Encoding.UTF8.GetBytes(text) : Read(text);
        return bytes.Length > 0 ? bytes : throw new FormatException("a message has at least one byte");
    }

    public static byte[] Hex(string text)
    {
        try
        {
            return Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            throw new FormatException($"'{text}' is no hexadecimal text: two digits for each byte");
        }
    }

    /// <summary>The bytes as readable text, or null when they are none.</summary>
    public static string? AsText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = s_strict.GetString(bytes);
            return text.TrimEnd('\0').Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Text for one line: breaks as \n, and not without end.</summary>
    public static string OnOneLine(string text)
    {
        var cut = text.Length > TextLimit ? text[..TextLimit] + "…" : text;
        return cut.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\0", "\\0", StringComparison.Ordinal);
    }

    /// <summary>Lines of 16 bytes with their offset, in hexadecimal and as ASCII.</summary>
    public static IEnumerable<string> Dump(byte[] bytes)
    {
        for (var offset = 0; offset < Math.Min(bytes.Length, DumpLimit); offset += Width)
        {
            var line = bytes.AsSpan(offset, Math.Min(Width, bytes.Length - offset));
            var hex = new StringBuilder();
            var ascii = new StringBuilder();
            for (var i = 0; i < line.Length; i++)
            {
                hex.Append(i == Width / 2 ? " " : "").Append(CultureInfo.InvariantCulture, $"{line[i]:x2} ");
                ascii.Append(line[i] is >= 32 and < 127 ? (char)line[i] : '.');
            }
            yield return string.Create(CultureInfo.InvariantCulture, $"  {offset:x4}  {hex.ToString(),-(3 * Width + 1)} {ascii}");
        }
        if (bytes.Length > DumpLimit)
        {
            yield return $"  … {bytes.Length - DumpLimit} bytes more";
        }
    }

    private static byte[] Read(string text)
    {
        if (text.StartsWith('@'))
        {
            try
            {
                return File.ReadAllBytes(text[1..]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new FormatException($"the file '{text[1..]}' cannot be read: {e.Message}");
            }
        }
        if (text.StartsWith("hex:", StringComparison.OrdinalIgnoreCase))
        {
            return Hex(text[4..]);
        }
        if (text.StartsWith("size:", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = new byte[(int)ValueText.Parse(typeof(int), text[5..])! is var size and >= 0 and <= 1 << 30 ? size : throw new FormatException($"'{text}' is out of reach")];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)('a' + i % 26);
            }
            return bytes;
        }
        return Encoding.UTF8.GetBytes(text);
    }
}

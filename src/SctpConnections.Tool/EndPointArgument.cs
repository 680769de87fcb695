using System.CommandLine;

namespace SctpConnections.Tool;

/// <summary>
/// An endpoint on the command line: <c>sctp/10.0.0.1+10.0.1.1:2905</c>, <c>10.0.0.1:2905</c>, <c>[::1]:2905</c> or
/// <c>host.example:2905</c>. Its form is checked with the other arguments; names are looked up by <see cref="ResolveAsync"/>.
/// </summary>
internal static class EndPointArgument
{
    public static Argument<string> Create(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description + " Such as 10.0.0.1:2905 or sctp/10.0.0.1+10.0.1.1:2905." };
        argument.Validators.Add(result =>
        {
            if (Check(result.Tokens.Count > 0 ? result.Tokens[0].Value : "") is { } problem)
            {
                result.AddError(problem);
            }
        });
        return argument;
    }

    public static Option<string?> CreateOption(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description + " Such as 10.0.0.1:2905 or sctp/10.0.0.1+10.0.1.1:0.", HelpName = "endpoint" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Check(result.Tokens[0].Value) is { } problem)
            {
                result.AddError(problem);
            }
        });
        return option;
    }

    /// <summary>The endpoint, its names looked up.</summary>
    public static Task<SctpEndPoint> ResolveAsync(string text, CancellationToken cancellationToken) => SctpEndPoint.ResolveAsync(text, cancellationToken);

    /// <summary>What is wrong with the text, or null.</summary>
    public static string? Check(string text)
    {
        // A host name stands for addresses that nobody knows yet: any will do to check the rest.
        var colon = text.LastIndexOf(':');
        var slash = text.LastIndexOf('/') + 1;
        var hosts = colon > slash ? text[slash..colon].Split('+') : [];
        for (var i = 0; i < hosts.Length; i++)
        {
            if (Uri.CheckHostName(hosts[i]) == UriHostNameType.Dns && hosts[i].Any(char.IsAsciiLetter))
            {
                hosts[i] = $"240.0.0.{i}";
            }
        }
        try
        {
            SctpEndPoint.Parse(hosts.Length == 0 ? text : text[..slash] + string.Join('+', hosts) + text[colon..]);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}

using System.CommandLine;
using System.Globalization;

namespace SctpConnections.Tool.Talk;

/// <summary>The options of every command that has associations of its own.</summary>
internal sealed class TransportOptions
{
    // Ctrl-C leaves five seconds.
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromSeconds(3);

    public TransportOptions(bool isClient)
    {
        Local = isClient ? EndPointArgument.CreateOption("--local", "The local addresses, and the port or 0.") : null;
        Streams = new Option<string?>("--streams") { Description = "Outbound streams to ask for, and inbound ones to grant, such as 10 or 10:20.", HelpName = "out[:in]" };
        Options = new Option<string[]>("--option", "-o")
        {
            Description = $"Set any option of the association by its name, such as -o RtoMin=100ms -o NoDelay=false; see {nameof(SctpAssociationOptions)}.",
            HelpName = "name=value",
            DefaultValueFactory = _ => [],
        };
        Check(Streams, () => Create(isClient), (scratch, text) => SetStreams(scratch, text));
        Check(Options, () => Create(isClient), (scratch, text) => NamedValues.Assign(scratch, [text]));
    }

    public Option<string?>? Local { get; }

    public Option<string?> Streams { get; }

    public Option<string[]> Options { get; }

    public void AddTo(Command command)
    {
        if (Local is not null)
        {
            command.Options.Add(Local);
        }
        command.Options.Add(Streams);
        command.Options.Add(Options);
    }

    /// <summary>Sets what the arguments say.</summary>
    public T Apply<T>(CommandContext context, T options)
        where T : SctpAssociationOptions
    {
        options.ShutdownTimeout = s_shutdownTimeout;
        if (options is SctpClientOptions client && Local is not null)
        {
            client.LocalEndPoint = context.Get(Local);
        }
        if (context.Get(Streams) is { } streams)
        {
            SetStreams(options, streams);
        }
        NamedValues.Assign(options, context.Get(Options) ?? []);
        return options;
    }

    private static SctpAssociationOptions Create(bool isClient) => isClient ? new SctpClientOptions() : new SctpTransportOptions();

    private static void SetStreams(SctpAssociationOptions options, string text)
    {
        var numbers = text.Split(':');
        if (numbers.Length > 2 || !numbers.All(n => ushort.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0))
        {
            throw new FormatException($"'{text}' is no number of streams: such as 10 or 10:20, 1 to 65535");
        }
        options.OutboundStreams = ushort.Parse(numbers[0], CultureInfo.InvariantCulture);
        options.InboundStreams = ushort.Parse(numbers[^1], CultureInfo.InvariantCulture);
    }

    private static void Check(Option option, Func<SctpAssociationOptions> create, Action<SctpAssociationOptions, string> apply) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                apply(create(), token.Value);
            }
            catch (FormatException e)
            {
                result.AddError($"{option.Name}: {e.Message}");
            }
        }
    });
}

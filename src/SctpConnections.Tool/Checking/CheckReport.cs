using System.Text.Json;
using System.Text.Json.Serialization;
using SctpConnections.Linux;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Checking;

/// <summary>What <c>sctp check</c> prints.</summary>
internal sealed record CheckReport(
    bool Works,
    string Summary,
    string Kernel,
    SctpKernelObstacle Obstacle,
    bool ModuleLoaded,
    bool Container,
    IReadOnlyList<CheckItem> Items,
    IReadOnlyList<SctpKernelFeature> Features,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, string> Limits) : IView
{
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "sctp.check/1";

    public void WriteJson(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, CheckJson.Default.CheckReport);

    public Document ToDocument()
    {
        var document = new Document().Line(Summary, Works ? Tone.Good : Tone.Bad).Line("");
        var items = new TableBlock("", "", "");
        foreach (var item in Items)
        {
            items.Row(new Cell(item.State, ToneOf(item.State)), item.Name, item.Detail);
        }
        document.Table(items);
        if (Features.Count > 0)
        {
            var features = new TableBlock("", "feature", "", "kernel since", "turned on by");
            foreach (var feature in Features)
            {
                var state = !feature.IsSupported ? "no" : feature.IsEnabled == false ? CheckItem.Off : "yes";
                features.Row(new Cell(state, ToneOf(state)), feature.Name, feature.Description, feature.Since, feature.Setting ?? "");
            }
            document.Line("").Table(features);
        }
        var fixes = Items.Where(item => item.Fix.Length > 0 && item.State != CheckItem.Off).ToList();
        if (fixes.Count > 0)
        {
            document.Line("").Line("What to do:", Tone.Strong);
            foreach (var item in fixes)
            {
                document.Line($"  {item.Name}:");
                foreach (var line in item.Fix)
                {
                    document.Line($"    {line}", Tone.Strong);
                }
            }
        }
        return document;
    }

    private static Tone ToneOf(string state) => state switch
    {
        CheckItem.Ok or "yes" => Tone.Good,
        CheckItem.Note => Tone.Warning,
        CheckItem.Bad => Tone.Bad,
        _ => Tone.Dim,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckReport))]
internal sealed partial class CheckJson : JsonSerializerContext;

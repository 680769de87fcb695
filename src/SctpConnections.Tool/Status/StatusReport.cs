using System.Text.Json;
using System.Text.Json.Serialization;
using SctpConnections.Linux;
using SctpConnections.Tool.Rendering;

namespace SctpConnections.Tool.Status;

/// <summary>One look at the machine, what <c>sctp status</c> prints.</summary>
internal sealed record StatusReport(
    DateTimeOffset Time,
    SctpDiagSource Source,
    IReadOnlyList<AssociationRecord> Associations,
    IReadOnlyList<ListenerRecord> Listeners,
    IReadOnlyList<CounterRecord> Counters) : IView
{
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "sctp.status/1";

    [JsonIgnore]
    public bool ShowsCounters { get; private init; }

    public static StatusReport Create(
        SctpSnapshot snapshot, SocketOwners owners, DateTimeOffset time, int? port, bool showsCounters, StatusReport? before)
    {
        var associations = snapshot.Associations.Where(a => port is null || a.LocalEndPoint.Port == port || a.RemoteEndPoint.Port == port).ToList();
        var listeners = snapshot.Listeners.Where(l => port is null || l.EndPoint.Port == port).ToList();
        owners.Update([.. associations.Select(a => a.SocketInode), .. listeners.Select(l => l.SocketInode)]);
        var counted = before?.Counters.ToDictionary(c => c.Name, c => c.Value);
        return new StatusReport(
            time,
            snapshot.Source,
            [.. associations.Select(a => AssociationRecord.From(a, owners.Find(a.SocketInode)))],
            [.. listeners.Select(l => new ListenerRecord(EndPointRecord.From(l.EndPoint), l.IsOneToMany, owners.Find(l.SocketInode), l.UserId, l.Waiting, l.Backlog))],
            [.. snapshot.Counters.Select(c => new CounterRecord(c.Name, c.Value, counted is null ? null : c.Value - counted.GetValueOrDefault(c.Name), c.Meaning))])
        {
            ShowsCounters = showsCounters,
        };
    }

    public void WriteJson(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, StatusJson.Default.StatusReport);

    public Document ToDocument() => StatusDocument.Create(this);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;

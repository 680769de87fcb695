namespace SctpConnections.Tool.Perf;

/// <summary>What one side of an association has sent and received. Thread-safe to read.</summary>
internal sealed class PerfCounters
{
    private long _sent;
    private long _sentBytes;
    private long _received;
    private long _receivedBytes;

    public long Sent => Volatile.Read(ref _sent);

    public long SentBytes => Volatile.Read(ref _sentBytes);

    public long Received => Volatile.Read(ref _received);

    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    /// <summary>By the one who sends.</summary>
    public void AddSent(int bytes)
    {
        Volatile.Write(ref _sent, _sent + 1);
        Volatile.Write(ref _sentBytes, _sentBytes + bytes);
    }

    /// <summary>By the one who receives.</summary>
    public void AddReceived(int bytes)
    {
        Volatile.Write(ref _received, _received + 1);
        Volatile.Write(ref _receivedBytes, _receivedBytes + bytes);
    }

    public static PerfCounters Sum(IEnumerable<PerfCounters> all)
    {
        var sum = new PerfCounters();
        foreach (var one in all)
        {
            sum._sent += one.Sent;
            sum._sentBytes += one.SentBytes;
            sum._received += one.Received;
            sum._receivedBytes += one.ReceivedBytes;
        }
        return sum;
    }
}

namespace SctpConnections.TestShared;

/// <summary>Payloads that tell any byte lost, doubled or moved.</summary>
public static class Payloads
{
    public static byte[] Create(int length, int seed)
    {
        var payload = new byte[length];
        new Random(seed).NextBytes(payload);
        return payload;
    }
}

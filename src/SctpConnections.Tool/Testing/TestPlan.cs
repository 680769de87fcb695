namespace SctpConnections.Tool.Testing;

/// <summary>The messages of a test, the same for the same seed.</summary>
/// <param name="Sizes">The sizes of a pass, in bytes; a negative one is a random size up to it.</param>
/// <param name="Repeat">The number of passes.</param>
/// <param name="Order">Which are ordered.</param>
/// <param name="Pattern">Which stream is next.</param>
/// <param name="Streams">The number of streams in use.</param>
/// <param name="Seed">The seed of sizes, order, streams and contents.</param>
internal sealed record TestPlan(IReadOnlyList<int> Sizes, int Repeat, TestOrder Order, TestStreamPattern Pattern, int Streams, int Seed)
{
    public const string Protocol = "sctp-test/1";

    // The default path MTU, minus the headers: the longest message that is not fragmented there.
    private const int Unfragmented = 1452;
    private const int PassLength = 10;

    public long Count => (long)Sizes.Count * Repeat;

    /// <summary>The sizes of a case of sctp_test.</summary>
    public static IReadOnlyList<int> SizesOf(int number, int maxSize) => number switch
    {
        0 => Same(1),
        1 => [.. Enumerable.Range(1, PassLength).Select(i => i * Unfragmented)],
        2 => Same(Unfragmented + 1),
        3 => [1, Unfragmented + 1, 32_768],
        4 => [1, 1000, 2000, 3000, 5000, 10_000, 15_000, 20_000, 25_000, 32_768],
        5 => Same(32_768),
        _ => Same(-maxSize),
    };

    /// <summary>Ten messages of one size; a negative one is a random size up to it.</summary>
    public static IReadOnlyList<int> Same(int size) => [.. Enumerable.Repeat(size, PassLength)];

    public IEnumerable<TestMessage> Messages()
    {
        var random = new Random(Seed);
        uint sequence = 0;
        for (var pass = 0; pass < Repeat; pass++)
        {
            foreach (var size in Sizes)
            {
                var stream = Pattern == TestStreamPattern.Random ? random.Next(Streams) : (int)(sequence % Streams);
                var isUnordered = Order switch
                {
                    TestOrder.Unordered => true,
                    TestOrder.Ordered => false,
                    TestOrder.Alternating => sequence % 2 == 1,
                    _ => random.Next(2) == 1,
                };
                yield return new TestMessage(sequence++, (ushort)stream, size < 0 ? random.Next(1, 1 - size) : size, isUnordered);
            }
        }
    }
}

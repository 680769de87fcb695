using SctpConnections.Providers;

namespace SctpConnections.Conformance;

/// <summary>What the suites need to know of the provider that they run on.</summary>
public interface IConformanceProvider
{
    /// <summary>Where to listen: a local address with port 0.</summary>
    SctpEndPoint EndPoint { get; }

    /// <summary>Whether the text of an abort reaches the peer.</summary>
    bool CarriesAbortText { get; }

    /// <summary>An upper bound of the bytes that the provider itself holds per direction while the peer does not read.</summary>
    int MaxInFlight { get; }

    /// <summary>Messages that may be handed on beyond the receive limit, because they came together.</summary>
    int MaxBatch => 2;

    /// <summary>The provider, or a new one. Both ends of a test use the same.</summary>
    SctpProvider Create();
}

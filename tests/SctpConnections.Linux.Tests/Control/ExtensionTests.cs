using SctpConnections.Linux.Tests.Support;

namespace SctpConnections.Linux.Tests.Control;

/// <summary>Extensions are agreed on when both ends offer them, and else by neither; the capabilities say what to do about it.</summary>
public sealed class ExtensionTests
{
    public static TheoryData<SctpExtension> All => [.. Enum.GetValues<SctpExtension>()];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Extension_BothEndsOfferIt_IsAgreed(SctpExtension extension)
    {
        var (server, client) = await Kernel.PairAsync(o => Offer(o, extension, true), o => Offer(o, extension, true));

        Assert.All([server, client], end =>
        {
            Assert.True(IsAgreed(end.Control.Settings, extension));
            var capabilities = end.Control.GetCapabilities();
            Assert.True(capabilities.Has(extension));
            Assert.Contains(new SctpExtensionSupport(extension, true, true, null), capabilities.Extensions);
            Assert.Contains(extension.ToString(), capabilities.ToString(), StringComparison.Ordinal);
        });
        await Exchange.RoundTripAsync(client, server);
        await Exchange.EndAsync(server, client);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Extension_OnlyTheClientOffersIt_IsAgreedByNeitherAndTheRemedyIsOnTheRightSide(SctpExtension extension)
    {
        var (server, client) = await Kernel.PairAsync(o => Offer(o, extension, false), o => Offer(o, extension, true));

        await AssertNotAgreedAsync(offers: client, refuses: server, extension);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Extension_OnlyTheServerOffersIt_IsAgreedByNeitherAndTheRemedyIsOnTheRightSide(SctpExtension extension)
    {
        var (server, client) = await Kernel.PairAsync(o => Offer(o, extension, true), o => Offer(o, extension, false));

        await AssertNotAgreedAsync(offers: server, refuses: client, extension);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Extension_OnAFutureAssociation_ReadsBackWhatIsOffered(SctpExtension extension)
    {
        foreach (var isOffered in (bool[])[true, false])
        {
            using var socket = new FutureSocket(o => Offer(o, extension, isOffered));

            Assert.Equal(isOffered, IsAgreed(socket.Control.Settings, extension));
            Set(socket.Control.Settings, extension, !isOffered);
            Assert.Equal(!isOffered, IsAgreed(socket.Control.Settings, extension));
        }
    }

    private static async Task AssertNotAgreedAsync(SctpAssociation offers, SctpAssociation refuses, SctpExtension extension)
    {
        Assert.False(IsAgreed(offers.Control.Settings, extension));
        Assert.False(IsAgreed(refuses.Control.Settings, extension));
        Assert.Equal("the peer does not offer it", Support(offers).Remedy);
        var option = extension == SctpExtension.StreamReconfiguration ? nameof(SctpAssociationOptions.AllowedReconfigurations) : extension.ToString();
        Assert.StartsWith($"set {option} in the options, or net.sctp.", Support(refuses).Remedy, StringComparison.Ordinal);
        await Exchange.RoundTripAsync(offers, refuses);
        await Exchange.EndAsync(offers, refuses);

        SctpExtensionSupport Support(SctpAssociation end)
        {
            var support = end.Control.GetCapabilities().Extensions.Single(e => e.Extension == extension);
            Assert.True(support.IsAvailable);
            Assert.False(support.IsAgreed);
            return support;
        }
    }

    private static void Offer(SctpAssociationOptions options, SctpExtension extension, bool isOffered)
    {
        options.FragmentInterleave = true;
        switch (extension)
        {
            case SctpExtension.PartialReliability:
                options.PartialReliability = isOffered;
                break;
            case SctpExtension.StreamReconfiguration:
                options.AllowedReconfigurations = isOffered ? SctpReconfigurations.All : SctpReconfigurations.None;
                break;
            case SctpExtension.MessageInterleaving:
                options.MessageInterleaving = isOffered;
                break;
            case SctpExtension.AddressReconfiguration:
                (options.AddressReconfiguration, options.Authentication) = (isOffered, true);
                break;
            case SctpExtension.Authentication:
                options.Authentication = isOffered;
                break;
            default:
                options.ExplicitCongestionNotification = isOffered;
                break;
        }
    }

    private static bool IsAgreed(SctpSettings settings, SctpExtension extension) => extension switch
    {
        SctpExtension.PartialReliability => settings.PartialReliability,
        SctpExtension.StreamReconfiguration => settings.StreamReconfiguration,
        SctpExtension.MessageInterleaving => settings.MessageInterleaving,
        SctpExtension.AddressReconfiguration => settings.AddressReconfiguration,
        SctpExtension.Authentication => settings.Authentication,
        _ => settings.ExplicitCongestionNotification,
    };

    private static void Set(SctpSettings settings, SctpExtension extension, bool value)
    {
        switch (extension)
        {
            case SctpExtension.PartialReliability:
                settings.PartialReliability = value;
                break;
            case SctpExtension.StreamReconfiguration:
                settings.StreamReconfiguration = value;
                break;
            case SctpExtension.MessageInterleaving:
                settings.MessageInterleaving = value;
                break;
            case SctpExtension.AddressReconfiguration:
                settings.AddressReconfiguration = value;
                break;
            case SctpExtension.Authentication:
                settings.Authentication = value;
                break;
            default:
                settings.ExplicitCongestionNotification = value;
                break;
        }
    }
}

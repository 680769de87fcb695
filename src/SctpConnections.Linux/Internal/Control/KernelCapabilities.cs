using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Internal;

/// <summary>Finds out what an association really has: the extensions agreed on, and the options as they took effect.</summary>
internal static class KernelCapabilities
{
    public static SctpCapabilities Read(KernelControl control, KernelOptions options, SctpAssociationOptions asked)
    {
        var sysctls = KernelFiles.ReadSettings();
        return new SctpCapabilities(
            "kernel",
            $"Linux {Environment.OSVersion.Version.ToString(3)}",
            [
                Ask(SctpExtension.PartialReliability, SctpConstants.SCTP_PR_SUPPORTED, asked.PartialReliability, "prsctp_enable"),
                Ask(SctpExtension.StreamReconfiguration, SctpConstants.SCTP_RECONFIG_SUPPORTED, asked.AllowedReconfigurations is { } allowed ? allowed != 0 : null, "reconf_enable"),
                Ask(SctpExtension.MessageInterleaving, SctpConstants.SCTP_INTERLEAVING_SUPPORTED, asked.MessageInterleaving, "intl_enable"),
                Ask(SctpExtension.AddressReconfiguration, SctpConstants.SCTP_ASCONF_SUPPORTED, asked.AddressReconfiguration, "addip_enable"),
                Ask(SctpExtension.Authentication, SctpConstants.SCTP_AUTH_SUPPORTED, asked.Authentication, "auth_enable"),
                Ask(SctpExtension.ExplicitCongestionNotification, SctpConstants.SCTP_ECN_SUPPORTED, asked.ExplicitCongestionNotification, "ecn_enable"),
            ],
            SettingsReadBack.Compare(control, options.IsAssociation, asked),
            sysctls);

        SctpExtensionSupport Ask(SctpExtension extension, int option, bool? isAsked, string sysctl)
        {
            var value = new sctp_assoc_value { assoc_id = options.AssociationId };
            var isAvailable = options.TryGet(option, ref value);
            var isAgreed = isAvailable && value.assoc_value != 0;
            var isOffered = isAsked ?? (sysctls.TryGetValue(sysctl, out var text) && text != "0");
            return new SctpExtensionSupport(
                extension, isAvailable, isAgreed,
                isAgreed ? null
                : !isAvailable ? "this kernel does not have it"
                : isOffered ? "the peer does not offer it"
                : $"set {extension switch { SctpExtension.StreamReconfiguration => nameof(asked.AllowedReconfigurations), _ => extension.ToString() }} in the options, or net.sctp.{sysctl}=1");
        }
    }
}

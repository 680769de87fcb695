namespace SctpConnections;

/// <summary>
/// The payload protocol identifiers registered with IANA (RFC 9260 section 15.5), in host byte order as everywhere in this API;
/// they are put into network byte order once, where the provider meets the wire.
/// </summary>
public static class PayloadProtocolIdentifier
{
    /// <summary>No protocol named.</summary>
    public const uint Unspecified = 0;

    /// <summary>IUA, ISDN Q.921 user adaptation (RFC 4233).</summary>
    public const uint Iua = 1;

    /// <summary>M2UA, MTP2 user adaptation (RFC 3331).</summary>
    public const uint M2ua = 2;

    /// <summary>M3UA, MTP3 user adaptation (RFC 4666).</summary>
    public const uint M3ua = 3;

    /// <summary>SUA, SCCP user adaptation (RFC 3868).</summary>
    public const uint Sua = 4;

    /// <summary>M2PA, MTP2 peer-to-peer adaptation (RFC 4165).</summary>
    public const uint M2pa = 5;

    /// <summary>V5UA, V5.2 user adaptation (RFC 3807).</summary>
    public const uint V5ua = 6;

    /// <summary>H.248 (ITU-T).</summary>
    public const uint H248 = 7;

    /// <summary>BICC, Q.2150.3 (ITU-T).</summary>
    public const uint Bicc = 8;

    /// <summary>TALI (RFC 3094).</summary>
    public const uint Tali = 9;

    /// <summary>DUA, DPNSS/DASS 2 adaptation (RFC 4129).</summary>
    public const uint Dua = 10;

    /// <summary>ASAP (RFC 5352).</summary>
    public const uint Asap = 11;

    /// <summary>ENRP (RFC 5353).</summary>
    public const uint Enrp = 12;

    /// <summary>H.323 (ITU-T).</summary>
    public const uint H323 = 13;

    /// <summary>Q.IPC, Q.2150.3 (ITU-T).</summary>
    public const uint QIpc = 14;

    /// <summary>SIMCO (RFC 4540).</summary>
    public const uint Simco = 15;

    /// <summary>DDP segment chunk (RFC 5043).</summary>
    public const uint DdpSegment = 16;

    /// <summary>DDP stream session control (RFC 5043).</summary>
    public const uint DdpStreamSessionControl = 17;

    /// <summary>S1AP (3GPP TS 36.413).</summary>
    public const uint S1ap = 18;

    /// <summary>RUA (3GPP TS 25.468).</summary>
    public const uint Rua = 19;

    /// <summary>HNBAP (3GPP TS 25.469).</summary>
    public const uint Hnbap = 20;

    /// <summary>ForCES, high priority (RFC 5811).</summary>
    public const uint ForcesHighPriority = 21;

    /// <summary>ForCES, medium priority (RFC 5811).</summary>
    public const uint ForcesMediumPriority = 22;

    /// <summary>ForCES, low priority (RFC 5811).</summary>
    public const uint ForcesLowPriority = 23;

    /// <summary>SBc-AP (3GPP TS 29.168).</summary>
    public const uint Sbcap = 24;

    /// <summary>NBAP (3GPP TS 25.433).</summary>
    public const uint Nbap = 25;

    /// <summary>X2AP (3GPP TS 36.423).</summary>
    public const uint X2ap = 27;

    /// <summary>IRCP, inter router capability protocol.</summary>
    public const uint Ircp = 28;

    /// <summary>LCS-AP (3GPP TS 29.171).</summary>
    public const uint Lcsap = 29;

    /// <summary>MPICH2.</summary>
    public const uint Mpich2 = 30;

    /// <summary>SABP (3GPP TS 25.419).</summary>
    public const uint Sabp = 31;

    /// <summary>FGP, fractal generator protocol.</summary>
    public const uint Fgp = 32;

    /// <summary>PPP, ping pong protocol.</summary>
    public const uint Ppp = 33;

    /// <summary>CalcApp protocol.</summary>
    public const uint CalcApp = 34;

    /// <summary>SSP, scripting service protocol.</summary>
    public const uint Ssp = 35;

    /// <summary>NPMP control.</summary>
    public const uint NpmpControl = 36;

    /// <summary>NPMP data.</summary>
    public const uint NpmpData = 37;

    /// <summary>ECHO.</summary>
    public const uint Echo = 38;

    /// <summary>DISCARD.</summary>
    public const uint Discard = 39;

    /// <summary>DAYTIME.</summary>
    public const uint Daytime = 40;

    /// <summary>CHARGEN.</summary>
    public const uint Chargen = 41;

    /// <summary>RNA (3GPP TS 25.471).</summary>
    public const uint Rna = 42;

    /// <summary>M2AP (3GPP TS 36.443).</summary>
    public const uint M2ap = 43;

    /// <summary>M3AP (3GPP TS 36.444).</summary>
    public const uint M3ap = 44;

    /// <summary>SSH over SCTP.</summary>
    public const uint Ssh = 45;

    /// <summary>Diameter in the clear (RFC 6733).</summary>
    public const uint Diameter = 46;

    /// <summary>Diameter over DTLS (RFC 6733).</summary>
    public const uint DiameterDtls = 47;

    /// <summary>R14P (3GPP).</summary>
    public const uint R14p = 48;

    /// <summary>WebRTC data channel establishment (RFC 8832).</summary>
    public const uint WebRtcDcep = 50;

    /// <summary>WebRTC string (RFC 8831).</summary>
    public const uint WebRtcString = 51;

    /// <summary>WebRTC binary, partial; deprecated (RFC 8831).</summary>
    public const uint WebRtcBinaryPartial = 52;

    /// <summary>WebRTC binary (RFC 8831).</summary>
    public const uint WebRtcBinary = 53;

    /// <summary>WebRTC string, partial; deprecated (RFC 8831).</summary>
    public const uint WebRtcStringPartial = 54;

    /// <summary>PUA (3GPP TS 25.470).</summary>
    public const uint Pua = 55;

    /// <summary>WebRTC empty string (RFC 8831).</summary>
    public const uint WebRtcStringEmpty = 56;

    /// <summary>WebRTC empty binary (RFC 8831).</summary>
    public const uint WebRtcBinaryEmpty = 57;

    /// <summary>XwAP (3GPP TS 36.463).</summary>
    public const uint Xwap = 58;

    /// <summary>Xw control plane (3GPP TS 36.462).</summary>
    public const uint XwControlPlane = 59;

    /// <summary>NGAP (3GPP TS 38.413).</summary>
    public const uint Ngap = 60;

    /// <summary>XnAP (3GPP TS 38.423).</summary>
    public const uint Xnap = 61;

    /// <summary>F1AP (3GPP TS 38.473).</summary>
    public const uint F1ap = 62;

    /// <summary>HTTP/SCTP.</summary>
    public const uint Http = 63;

    /// <summary>E1AP (3GPP TS 38.463, 37.483).</summary>
    public const uint E1ap = 64;

    /// <summary>ELE2, lawful interception.</summary>
    public const uint Ele2 = 65;

    /// <summary>NGAP over DTLS (3GPP TS 38.412).</summary>
    public const uint NgapDtls = 66;

    /// <summary>XnAP over DTLS (3GPP TS 38.422).</summary>
    public const uint XnapDtls = 67;

    /// <summary>F1AP over DTLS (3GPP TS 38.472).</summary>
    public const uint F1apDtls = 68;

    /// <summary>E1AP over DTLS (3GPP TS 38.462).</summary>
    public const uint E1apDtls = 69;

    /// <summary>E2 control plane (O-RAN).</summary>
    public const uint E2ControlPlane = 70;

    /// <summary>E2 user plane (O-RAN).</summary>
    public const uint E2UserPlane = 71;

    /// <summary>E2 distributed unit (O-RAN).</summary>
    public const uint E2DistributedUnit = 72;

    /// <summary>W1AP (3GPP TS 37.473).</summary>
    public const uint W1ap = 73;

    /// <summary>The short name of an identifier, or its number when it is not registered. Never allocates for registered ones.</summary>
    public static string GetName(uint identifier) => identifier switch
    {
        Unspecified => nameof(Unspecified),
        Iua => nameof(Iua),
        M2ua => nameof(M2ua),
        M3ua => nameof(M3ua),
        Sua => nameof(Sua),
        M2pa => nameof(M2pa),
        V5ua => nameof(V5ua),
        H248 => nameof(H248),
        Bicc => nameof(Bicc),
        Tali => nameof(Tali),
        Dua => nameof(Dua),
        Asap => nameof(Asap),
        Enrp => nameof(Enrp),
        H323 => nameof(H323),
        QIpc => nameof(QIpc),
        Simco => nameof(Simco),
        DdpSegment => nameof(DdpSegment),
        DdpStreamSessionControl => nameof(DdpStreamSessionControl),
        S1ap => nameof(S1ap),
        Rua => nameof(Rua),
        Hnbap => nameof(Hnbap),
        ForcesHighPriority => nameof(ForcesHighPriority),
        ForcesMediumPriority => nameof(ForcesMediumPriority),
        ForcesLowPriority => nameof(ForcesLowPriority),
        Sbcap => nameof(Sbcap),
        Nbap => nameof(Nbap),
        X2ap => nameof(X2ap),
        Ircp => nameof(Ircp),
        Lcsap => nameof(Lcsap),
        Mpich2 => nameof(Mpich2),
        Sabp => nameof(Sabp),
        Fgp => nameof(Fgp),
        Ppp => nameof(Ppp),
        CalcApp => nameof(CalcApp),
        Ssp => nameof(Ssp),
        NpmpControl => nameof(NpmpControl),
        NpmpData => nameof(NpmpData),
        Echo => nameof(Echo),
        Discard => nameof(Discard),
        Daytime => nameof(Daytime),
        Chargen => nameof(Chargen),
        Rna => nameof(Rna),
        M2ap => nameof(M2ap),
        M3ap => nameof(M3ap),
        Ssh => nameof(Ssh),
        Diameter => nameof(Diameter),
        DiameterDtls => nameof(DiameterDtls),
        R14p => nameof(R14p),
        WebRtcDcep => nameof(WebRtcDcep),
        WebRtcString => nameof(WebRtcString),
        WebRtcBinaryPartial => nameof(WebRtcBinaryPartial),
        WebRtcBinary => nameof(WebRtcBinary),
        WebRtcStringPartial => nameof(WebRtcStringPartial),
        Pua => nameof(Pua),
        WebRtcStringEmpty => nameof(WebRtcStringEmpty),
        WebRtcBinaryEmpty => nameof(WebRtcBinaryEmpty),
        Xwap => nameof(Xwap),
        XwControlPlane => nameof(XwControlPlane),
        Ngap => nameof(Ngap),
        Xnap => nameof(Xnap),
        F1ap => nameof(F1ap),
        Http => nameof(Http),
        E1ap => nameof(E1ap),
        Ele2 => nameof(Ele2),
        NgapDtls => nameof(NgapDtls),
        XnapDtls => nameof(XnapDtls),
        F1apDtls => nameof(F1apDtls),
        E1apDtls => nameof(E1apDtls),
        E2ControlPlane => nameof(E2ControlPlane),
        E2UserPlane => nameof(E2UserPlane),
        E2DistributedUnit => nameof(E2DistributedUnit),
        W1ap => nameof(W1ap),
        _ => identifier.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}

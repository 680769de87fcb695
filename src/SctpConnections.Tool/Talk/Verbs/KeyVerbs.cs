namespace SctpConnections.Tool.Talk.Verbs;

/// <summary>Chunk authentication.</summary>
internal static class KeyVerbs
{
    public static IEnumerable<Verb> All =>
    [
        new("key", "ID HEX|@FILE", "Add or replace a shared secret.", Key),
        new("key use", "ID", "Send with this key from now on.", Key),
        new("key deactivate", "ID", "Use a key no longer for sending.", Key),
        new("key delete", "ID", "Remove a key.", Key),
        new("authentication", "", "Show keys, algorithms and chunks of authentication.", Authentication),
    ];

    private static TalkAction Key(Arguments arguments)
    {
        if (arguments.Keyword("use"))
        {
            return OnKey(arguments, (a, id) => a.ActiveKeyId = id, "now sends");
        }
        if (arguments.Keyword("deactivate"))
        {
            return OnKey(arguments, (a, id) => a.DeactivateKey(id), "deactivated");
        }
        if (arguments.Keyword("delete"))
        {
            return OnKey(arguments, (a, id) => a.DeleteKey(id), "deleted");
        }
        var id = arguments.Value<ushort>("key");
        var text = arguments.Word("the secret");
        arguments.End();
        var secret = text.StartsWith('@') ? Payload.Parse(text, isQuoted: false) : Payload.Hex(text);
        return ControlAction.Of(control =>
        {
            control.Authentication.SetKey(id, secret);
            return $"key {id} set, {secret.Length} bytes";
        });
    }

    private static TalkAction OnKey(Arguments arguments, Action<SctpAuthentication, ushort> change, string done)
    {
        var id = arguments.Value<ushort>("key");
        arguments.End();
        return ControlAction.Of(control =>
        {
            change(control.Authentication, id);
            return $"key {id} {done}";
        });
    }

    private static TalkAction Authentication(Arguments arguments)
    {
        arguments.End();
        return ControlAction.Of((control, number) => new RecordView("sctp.authentication/1", number, new Dictionary<string, string>
        {
            ["ActiveKeyId"] = ValueText.Format(control.Authentication.ActiveKeyId),
            ["HmacAlgorithms"] = ValueText.Format(control.Authentication.HmacAlgorithms),
            ["LocalChunks"] = ValueText.Format(control.Authentication.LocalChunks),
            ["PeerChunks"] = ValueText.Format(control.Authentication.PeerChunks),
        }));
    }
}

using System.Reflection;

namespace SctpConnections.Tool.Talk.Verbs;

/// <summary>What the association is and has, and its settings.</summary>
internal static class SettingVerbs
{
    public static IEnumerable<Verb> All =>
    [
        new("status", "", "Show the state of the association.", a => Show(a, "sctp.state/1", control => control.GetStatus())),
        new("statistics", "", "Show what the association has counted.", a => Show(a, "sctp.statistics/1", control => control.GetStatistics())),
        new("capabilities", "", "Show which extensions both sides agreed on.", a => Show(a, "sctp.capabilities/1", control => control.GetCapabilities())),
        new("settings", "[path [ADDRESS]]", "Show the settings, or those of all paths or of one.", Settings),
        new("set", "NAME VALUE [ADDRESS]", "Change a setting of the association, or of its paths or one of them; see 'settings'.", Set),
    ];

    private static TalkAction Show(Arguments arguments, string schema, Func<SctpControl, object> ask)
    {
        arguments.End();
        return ControlAction.Of((control, number) => new RecordView(schema, number, ask(control)));
    }

    private static TalkAction Settings(Arguments arguments)
    {
        var isPath = arguments.Keyword("path");
        var address = isPath ? arguments.OptionalAddress() : null;
        arguments.End();
        return ControlAction.Of((control, number) =>
        {
            object settings = isPath ? control.Paths.GetSettings(address) : control.Settings;
            var values = NamedValues.Settable(isPath ? typeof(SctpPathSettings) : typeof(SctpSettings)).ToDictionary(p => p.Name, p => Read(settings, p));
            return new RecordView(isPath ? "sctp.pathSettings/1" : "sctp.settings/1", number, values);
        });
    }

    private static TalkAction Set(Arguments arguments)
    {
        var property = NamedValues.Find(arguments.Word("the name"), "setting", typeof(SctpSettings), typeof(SctpPathSettings));
        var text = arguments.Word("the value");
        var isPath = property.DeclaringType == typeof(SctpPathSettings);
        var address = isPath ? arguments.OptionalAddress() : null;
        arguments.End();
        object? value;
        try
        {
            value = ValueText.Parse(property.PropertyType, text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{property.Name}: {e.Message}");
        }
        return ControlAction.Of(control =>
        {
            object target = isPath ? new SctpPathSettings() : control.Settings;
            Invoke(() => property.SetValue(target, value));
            if (isPath)
            {
                control.Paths.Configure((SctpPathSettings)target, address);
                target = control.Paths.GetSettings(address);
            }
            return $"{property.Name} {Read(target, property)}";
        });
    }

    private static string Read(object settings, PropertyInfo property)
    {
        try
        {
            return ValueText.Format(Invoke(() => property.GetValue(settings)));
        }
        catch (Exception e) when (e is NotSupportedException or SctpException)
        {
            return $"not available: {e.Message}";
        }
    }

    private static object? Invoke(Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw e.InnerException;
        }
    }

    private static void Invoke(Action call) => Invoke(() =>
    {
        call();
        return null;
    });
}

using System.Runtime.CompilerServices;

namespace SctpConnections.AspNetCore.Tests;

internal static class HostDefaults
{
    // Every default host would watch its files otherwise, of which a machine allows few.
    [ModuleInitializer]
    internal static void DoNotWatchFiles() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}

using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SctpConnections.Tool.Rendering;

/// <summary>Chooses the renderer.</summary>
internal static class Renderers
{
    public static IRenderer Create(bool isJson)
    {
        if (isJson)
        {
            return new JsonRenderer(OpenOutput());
        }
        return Console.IsOutputRedirected ? new TextRenderer(new StreamWriter(OpenOutput(), new UTF8Encoding(false))) : new TerminalRenderer();
    }

    /// <summary>Standard output as bytes; writing fails when it is a pipe and its reader is gone.</summary>
    public static Stream OpenOutput()
    {
        // The console's own stream swallows a broken pipe, so a command that goes on would never end. For files it is
        // the right one: it leaves the position that the next program goes on from.
        if (Console.IsOutputRedirected && OperatingSystem.IsLinux())
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
            {
                return pipe;
            }
        }
        return Console.OpenStandardOutput();
    }
}

using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("SctpConnections.Tests")]

using SctpConnections.Tool;

return await ToolApp.RunAsync(args);

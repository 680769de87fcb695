using Microsoft.AspNetCore.Server.Kestrel.Core;
using SctpConnections;

// An ordinary minimal API, on SCTP instead of TCP. Options:
//   --listen sctp/127.0.0.1:8080   where; try: withsctp curl http://127.0.0.1:8080/
try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.Logging.ClearProviders();
    var listen = SctpEndPoint.Parse(builder.Configuration["listen"] ?? "sctp/127.0.0.1:8080");
    builder.WebHost.UseSctp();
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenSctp(listen, http => http.Protocols = HttpProtocols.Http1));

    var app = builder.Build();
    app.MapGet("/", (HttpContext context) => $"Hello {context.Connection.Id} over SCTP\n");
    app.MapGet("/bytes/{count:int:range(0, 16777216)}", (int count) => Results.Bytes(Bytes(count), "application/octet-stream"));
    app.MapPost("/length", async (HttpRequest request) =>
    {
        long length = 0;
        var buffer = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer)) > 0; length += read)
        {
        }
        return $"{length}\n";
    });
    await app.StartAsync();
    Console.WriteLine($"Now listening on {listen}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e)
{
    Console.Error.WriteLine($"HttpOverSctp: {e.Message}");
    return 1;
}

// The same bytes each time, so that a client can check them.
static byte[] Bytes(int count)
{
    var bytes = new byte[count];
    for (var i = 0; i < count; i++)
    {
        bytes[i] = (byte)(i * 31);
    }
    return bytes;
}

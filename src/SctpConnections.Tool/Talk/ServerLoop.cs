namespace SctpConnections.Tool.Talk;

/// <summary>Accepts associations and serves each of them at the same time as the others, until Ctrl-C or, when asked for, until the first has ended.</summary>
internal static class ServerLoop
{
    public static async Task RunAsync(CommandContext context, string endPoint, SctpTransportOptions options, bool isOnce, Func<SctpAssociation, Task> serve, CancellationToken cancellationToken)
    {
        await using var listener = await Transport.ListenAsync(endPoint, options, cancellationToken);
        context.Output.Show(new FieldsView("sctp.listening/1", $"listening on {listener.EndPoint}", ("endPoint", listener.EndPoint)));
        await using var unbind = cancellationToken.Register(() => _ = listener.UnbindAsync(CancellationToken.None).AsTask());
        var served = new HashSet<Task>();
        while (await Transport.AcceptAsync(listener) is { } association)
        {
            served.RemoveWhere(t => t.IsCompletedSuccessfully);
            served.Add(ServeAsync(association));
            if (isOnce)
            {
                await listener.UnbindAsync(CancellationToken.None);
            }
        }
        await Task.WhenAll(served);
        cancellationToken.ThrowIfCancellationRequested();

        async Task ServeAsync(SctpAssociation association)
        {
            try
            {
                await serve(association);
            }
            catch
            {
                // As when nobody reads the output any more: then there is no use in more associations.
                await listener.UnbindAsync(CancellationToken.None);
                throw;
            }
        }
    }
}

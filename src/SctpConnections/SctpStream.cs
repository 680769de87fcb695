using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace SctpConnections;

/// <summary>
/// One SCTP stream of an association as a duplex pipe. A read of <see cref="Input"/> returns exactly the next message when the one
/// before was consumed whole, else what was left of it and the next message. A flush of <see cref="Output"/> sends one message.
/// One reader and one writer at a time; they may be on different threads.
/// </summary>
public sealed class SctpStream : IDuplexPipe
{
    private SctpStreamWriter? _output;

    internal SctpStream(SctpAssociation association, ushort id, ReadView view)
    {
        Association = association;
        Id = id;
        Reader = new SctpStreamReader(association.Receiver, view);
    }

    /// <summary>The association that the stream belongs to.</summary>
    public SctpAssociation Association { get; }

    /// <summary>The stream identifier; the inbound and the outbound stream of this number form the pipe.</summary>
    public ushort Id { get; }

    /// <summary>The inbound stream. A cancelled read loses nothing.</summary>
    public PipeReader Input => Reader;

    /// <summary>The outbound stream.</summary>
    public SctpStreamWriter Output
    {
        get
        {
            if (_output is null)
            {
                Interlocked.CompareExchange(ref _output, new SctpStreamWriter(this), null);
            }
            return _output;
        }
    }

    /// <summary>What SCTP says about the last message that a read of <see cref="Input"/> returned; the default value before the first.</summary>
    public SctpMessageInfo CurrentMessage => Reader.Info;

    PipeWriter IDuplexPipe.Output => Output;

    /// <summary>A connection context over this stream, with all features, for a pipeline that runs on the stream alone.</summary>
    public ConnectionContext CreateContext() => new SctpStreamContext(this);

    internal SctpStreamReader Reader { get; }
}

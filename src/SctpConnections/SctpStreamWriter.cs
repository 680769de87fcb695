using System.Buffers;
using System.IO.Pipelines;
using SctpConnections.Providers;

namespace SctpConnections;

/// <summary>
/// The writing end of a stream's pipe. What is written between two flushes is one message (in <see cref="SctpSendMode.Message"/>
/// mode); an empty flush sends nothing. A flush completes when the association has taken the message into its bounded queue or
/// the provider has. A cancelled flush did not happen: the bytes stay written and go with the next one. One writer at a time.
/// </summary>
public sealed class SctpStreamWriter : PipeWriter
{
    private const int MinimumBuffer = 256;

    private readonly SctpStream _stream;
    private readonly AssociationSender _sender;
    private byte[] _buffer = [];
    private PendingSend? _pending;
    private long _written;
    private int _start;
    private bool _isCompleted;
    private volatile bool _isCancelRequested;

    internal SctpStreamWriter(SctpStream stream)
    {
        _stream = stream;
        _sender = stream.Association.Sender;
    }

    /// <summary>The options of every flush that gives none of its own. Defaults to ordered, reliable, payload protocol identifier 0.</summary>
    public SctpSendOptions SendOptions { get; set; }

    /// <summary>What a flush is. Defaults to <see cref="SctpSendMode.Message"/>.</summary>
    public SctpSendMode SendMode { get; set; }

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _written - _start;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        ThrowIfNotWritable();
        // Beyond the limit the flush will fail, so the bytes need not be kept: they are counted and overwritten.
        var position = SendMode == SctpSendMode.Message ? (int)Math.Min(_written, _sender.MaxMessageSize) : checked((int)_written);
        var needed = checked(position + Math.Max(sizeHint, MinimumBuffer));
        if (_buffer.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
            _buffer.AsSpan(0, position).CopyTo(larger);
            ReturnBuffer();
            _buffer = larger;
        }
        return _buffer.AsMemory(position);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var position = SendMode == SctpSendMode.Message ? Math.Min(_written, _sender.MaxMessageSize) : _written;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _buffer.Length - position);
        _written += bytes;
    }

    /// <summary>Sends what was written since the last flush, with <see cref="SendOptions"/>.</summary>
    /// <exception cref="SctpMessageTooLongException">The message is over the limit; it is dropped and the stream goes on.</exception>
    /// <exception cref="SctpAbortedException">The peer aborted the association, or it was lost.</exception>
    /// <exception cref="Microsoft.AspNetCore.Connections.ConnectionAbortedException">This side aborted the association.</exception>
    /// <exception cref="SctpException">The association is shut down, or the peer has no such stream.</exception>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        => FlushAsync(SendOptions, cancellationToken);

    /// <summary>As <see cref="FlushAsync(CancellationToken)"/>, with options for this message alone.</summary>
    public ValueTask<FlushResult> FlushAsync(SctpSendOptions options, CancellationToken cancellationToken = default)
    {
        try
        {
            ThrowIfNotWritable();
            if (cancellationToken.IsCancellationRequested)
            {
                return ValueTask.FromCanceled<FlushResult>(cancellationToken);
            }
            if (UnflushedBytes == 0)
            {
                return default;
            }
            if (SendMode == SctpSendMode.ByteStream && UnflushedBytes > _sender.ByteStreamMessageSize)
            {
                return FlushPiecesAsync(options, cancellationToken);
            }
            if (_written - _start > _sender.MaxMessageSize)
            {
                var length = _written;
                Reset();
                throw new SctpMessageTooLongException(length, _sender.MaxMessageSize);
            }
            return FlushPiece((int)(_written - _start), options, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<FlushResult>(e);
        }
    }

    /// <summary>Cancels the flush that waits, or the next one that has to; it returns with IsCanceled and its bytes stay written.</summary>
    public override void CancelPendingFlush()
    {
        _isCancelRequested = true;
        if (_pending is { } pending && _sender.Cancel(pending, this, default))
        {
            _isCancelRequested = false;
        }
    }

    /// <summary>Ends writing. Bytes not flushed are sent as a last message, or dropped when an exception is given.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (_isCompleted)
        {
            return;
        }
        var isByteStream = SendMode == SctpSendMode.ByteStream;
        if (exception is null && _pending is null && (isByteStream || UnflushedBytes <= _sender.MaxMessageSize))
        {
            for (var length = 0; UnflushedBytes > 0; _start += length)
            {
                length = (int)Math.Min(UnflushedBytes, isByteStream ? _sender.ByteStreamMessageSize : _sender.MaxMessageSize);
                _sender.Enqueue(Message(length, SendOptions));
            }
        }
        _isCompleted = true;
        if (_pending is null)
        {
            Reset();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (!_isCompleted && exception is null && UnflushedBytes > 0)
        {
            await FlushAsync();
        }
        Complete(exception);
    }

    /// <summary>The sender cannot take the bytes yet; until it says so they must stay as they are.</summary>
    internal void OnPending(PendingSend pending) => _pending = pending;

    /// <summary>The sender has taken, or given back, what was pending.</summary>
    internal void OnPendingEnd(bool wasSent, int length)
    {
        _pending = null;
        if (wasSent)
        {
            _start += length;
        }
        if (_start == _written || _isCompleted)
        {
            Reset();
        }
    }

    private ValueTask<FlushResult> FlushPiece(int length, in SctpSendOptions options, CancellationToken cancellationToken)
    {
        if (_sender.TrySend(Message(length, options), this, cancellationToken, out var pending))
        {
            OnPendingEnd(wasSent: true, length);
            return default;
        }
        if (_isCancelRequested)
        {
            CancelPendingFlush();
        }
        return new ValueTask<FlushResult>(pending, pending.Version);
    }

    private async ValueTask<FlushResult> FlushPiecesAsync(SctpSendOptions options, CancellationToken cancellationToken)
    {
        while (UnflushedBytes > 0)
        {
            var length = (int)Math.Min(UnflushedBytes, _sender.ByteStreamMessageSize);
            var result = await FlushPiece(length, options, cancellationToken);
            if (result.IsCanceled)
            {
                return result;
            }
        }
        return default;
    }

    private SctpOutboundMessage Message(int length, in SctpSendOptions options)
        => new(_stream.Id, options, new ReadOnlySequence<byte>(_buffer, _start, length));

    private void Reset()
    {
        _written = 0;
        _start = 0;
        ReturnBuffer();
        _buffer = [];
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private void ThrowIfNotWritable()
    {
        if (_isCompleted)
        {
            throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
        }
        if (_pending is not null)
        {
            throw new InvalidOperationException("A flush is under way; await it before writing on.");
        }
    }
}

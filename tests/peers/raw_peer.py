#!/usr/bin/env python3
"""A raw-socket SCTP peer: the standard library and the kernel, nothing between.

raw_peer.py client HOST PORT              exchanges with an echo server, every echo checked byte for byte
raw_peer.py server HOST PORT [STREAMS]    echoes with stream, PPID and ordering flag (1024 streams)
raw_peer.py FAULT HOST PORT [N]           one of the faults below, then a check that the server still serves

abort                 one echo, then ABORT
abort-mid-message     ABORT while a message larger than the peer's window is under way
shutdown-with-unread  SHUTDOWN while echoes wait unread; they are read afterwards
close-with-unread     close() while echoes wait unread, which the kernel turns into an ABORT
never-read            sends until nothing goes for N seconds (2), never reads, then ABORT
zero-length           an empty message: the kernel refuses it, the association lives on
streams               one message on each of N streams (65535)
connect-many          N associations (200), all open at once, then all aborted
"""
import collections, errno, random, resource, select, socket, struct, sys, threading, time

SCTP = 132
INITMSG, NODELAY, STATUS, RECVRCVINFO = 2, 3, 14, 32
CMSG_SNDINFO, CMSG_RCVINFO = 2, 3
MSG_EOR, UNORDERED = 0x80, 1
SO_SNDBUFFORCE, SO_MEMINFO = 32, 55
BUFFER = 1 << 20
IN_FLIGHT = 256 * 1024      # below both sides' buffers, so that neither can wait for the other for ever
MESSAGE_COST = 256          # a buffer is charged per message too: thousands of tiny ones in flight get discarded
WAIT = 15

Message = collections.namedtuple('Message', 'stream ppid unordered data')


def resolve(host, port):
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return family, address


def open_socket(family, streams=10):
    s = socket.socket(family, socket.SOCK_STREAM, SCTP)
    # The inbound limit is set too: the kernel allocates every stream of both directions when an association starts.
    s.setsockopt(SCTP, INITMSG, struct.pack('HHHH', streams, streams, 0, 0))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
    s.setsockopt(SCTP, NODELAY, 1)
    s.setsockopt(SCTP, RECVRCVINFO, 1)
    return s


def dial(host, port, streams=10):
    family, address = resolve(host, port)
    s = open_socket(family, streams)
    # Not settimeout: it polls, and poll says nothing when an association ends that this side has shut down.
    for limit in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        s.setsockopt(socket.SOL_SOCKET, limit, struct.pack('ll', WAIT, 0))
    s.connect(address)
    return s


def status(s):
    """unacknowledged chunks, inbound streams, outbound streams"""
    unacknowledged, _, inbound, outbound = struct.unpack_from('HHHH', s.getsockopt(SCTP, STATUS, 176), 12)
    return unacknowledged, inbound, outbound


def send(s, m, flags=0):
    # The kernel never swaps a PPID: network order is the caller's part, everything beside it is in host order.
    info = struct.pack('=HH', m.stream, UNORDERED if m.unordered else 0) + struct.pack('>I', m.ppid) + bytes(8)
    return s.sendmsg([m.data], [(SCTP, CMSG_SNDINFO, info)], flags)


def receive(s):
    """The next message, put together from its parts, or None at the end."""
    data = b''
    while True:
        try:
            part, ancillary, flags, _ = s.recvmsg(256 * 1024, 256)
        except OSError as e:
            if e.errno != errno.ENOTCONN:     # the end after a SHUTDOWN of our own
                raise
            return None
        if not part:
            return None
        data += part
        if flags & MSG_EOR:
            break
    info = next(c for level, kind, c in ancillary if (level, kind) == (SCTP, CMSG_RCVINFO))
    stream, _, kind = struct.unpack_from('=HHH', info)
    return Message(stream, struct.unpack_from('>I', info, 8)[0], bool(kind & UNORDERED), data)


def shutdown(s):
    s.shutdown(socket.SHUT_WR)
    assert receive(s) is None, 'a message came after everything was echoed'
    s.close()


def abort(s):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    s.close()


class Checker:
    """Knows what is in flight and checks each echo against it."""

    def __init__(self):
        self.waiting = collections.defaultdict(collections.deque)
        self.flight = 0

    def sent(self, m):
        self.waiting[m.stream, m.unordered].append(m)
        self.flight += len(m.data) + MESSAGE_COST

    def check(self, echo):
        assert echo is not None, f'the peer ended the association, {sum(map(len, self.waiting.values()))} messages not echoed'
        queue = self.waiting[echo.stream, echo.unordered]
        what = f'stream {echo.stream} unordered {echo.unordered} ppid {echo.ppid:#x} {len(echo.data)} bytes'
        if echo.unordered:
            assert echo in queue, f'echo that was never sent: {what}'
            queue.remove(echo)
        else:
            assert queue, f'echo without a message on its stream: {what}'
            m = queue.popleft()
            assert m.ppid == echo.ppid, f'PPID {m.ppid:#x} came back as {echo.ppid:#x}: {what}'
            assert m.data == echo.data, f'content or order differs, sent {len(m.data)} bytes: {what}'
        self.flight -= len(echo.data) + MESSAGE_COST


def exchange(s, messages):
    checker, todo = Checker(), collections.deque(messages)
    while todo or checker.flight:
        while todo and (not checker.flight or checker.flight + len(todo[0].data) <= IN_FLIGHT):
            m = todo.popleft()
            send(s, m)
            checker.sent(m)
        checker.check(receive(s))


SIZES = (1, 2, 3, 4, 5, 63, 64, 255, 1024, 1452, 1453, 4096, 16384, 65535, 65536, 100_000)
PPIDS = (0, 3, 46, 47, 60, 0x01020304, 0x80000000, 0xFFFFFFFF)


def classes(rng):
    payload = rng.randbytes
    yield 'sizes', [Message(i % 10, 46, False, payload(n)) for i, n in enumerate(SIZES)]
    yield 'ppids', [Message(0, p, u, payload(40)) for p in PPIDS for u in (False, True)]
    yield 'streams', [Message(i % 10, i % 10, False, payload(200)) for i in range(100)]
    yield 'unordered', [Message(i % 10, 60, True, payload(n)) for i, n in enumerate(SIZES)]
    yield 'mixed', [Message(rng.randrange(10), rng.choice(PPIDS), rng.random() < .3,
                            payload(int(10 ** rng.uniform(0, 5)))) for _ in range(300)]
    yield 'small burst', [Message(rng.randrange(10), i, i % 3 == 0, payload(rng.randint(1, 16))) for i in range(2000)]


def client(host, port, _):
    s, total = dial(host, port), 0
    for name, messages in classes(random.Random(1)):
        exchange(s, messages)
        total += len(messages)
        print(f'{name}: {len(messages)} messages, {sum(len(m.data) for m in messages)} bytes')
    shutdown(s)
    print(f'OK {total} messages')


def echo_association(s, name):
    try:
        while (m := receive(s)) is not None:
            send(s, m)
        end = 'shutdown'
    except OSError as e:
        end = e.strerror or str(e)
    s.close()
    print(f'{name}: {end}', flush=True)


def server(host, port, streams):
    family, address = resolve(host, port)
    listener = open_socket(family, streams or 1024)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    listener.listen(1024)
    print(f'listening on {host} port {port}', flush=True)
    while True:
        s, peer = listener.accept()
        threading.Thread(target=echo_association, args=(s, f'{peer[0]}:{peer[1]}'), daemon=True).start()


def fault_abort(host, port, _):
    s = dial(host, port)
    exchange(s, [Message(0, 3, False, b'before the abort')])
    abort(s)


def fault_abort_mid_message(host, port, _):
    s = dial(host, port)
    exchange(s, [Message(0, 3, False, b'before the abort')])
    try:
        s.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, 16 << 20)
    except PermissionError:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 << 20)
    size = s.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) // 2
    send(s, Message(1, 3, False, bytes(size)))
    queued = struct.unpack_from('8I', s.getsockopt(socket.SOL_SOCKET, SO_MEMINFO, 36))[5]
    abort(s)
    print(f'aborted within a message of {size} bytes, {queued} bytes of buffers not acknowledged')
    assert queued, 'the whole message had gone: nothing was proved'


def fault_shutdown_with_unread(host, port, _):
    s, messages = dial(host, port), [Message(i % 10, 3, False, bytes([i]) * 500) for i in range(100)]
    checker = Checker()
    for m in messages:
        send(s, m)
        checker.sent(m)
    while status(s)[0]:
        time.sleep(.01)
    time.sleep(.5)
    s.shutdown(socket.SHUT_WR)
    time.sleep(.5)
    for count in range(len(messages) + 1):
        echo = receive(s)
        if echo is None:
            break
        checker.check(echo)
    s.close()
    print(f'{count} of {len(messages)} echoes were readable after SHUTDOWN')


def fault_close_with_unread(host, port, _):
    s = dial(host, port)
    for i in range(100):
        send(s, Message(i % 10, 3, False, bytes(500)))
    select.select([s], [], [], WAIT)
    s.close()


def fault_never_read(host, port, seconds):
    s, sent, data = dial(host, port), 0, bytes(16000)
    s.setblocking(False)
    while True:
        try:
            sent += send(s, Message(0, 3, False, data), socket.MSG_DONTWAIT)
        except BlockingIOError:
            if not select.select([], [s], [], seconds or 2)[1]:
                break
    abort(s)
    print(f'{sent} bytes were taken before everything stood still')


def fault_zero_length(host, port, _):
    s = dial(host, port)
    try:
        send(s, Message(0, 3, False, b''))
        print('the kernel took an empty message')
    except OSError as e:
        print(f'the kernel refused an empty message: {e.strerror}')
    exchange(s, [Message(0, 3, False, b'x')])
    shutdown(s)


def fault_streams(host, port, count):
    count = count or 65535
    s = dial(host, port, count)
    _, inbound, outbound = status(s)
    usable = min(count, inbound, outbound)
    exchange(s, [Message(i, i, False, struct.pack('>H', i)) for i in range(usable)])
    shutdown(s)
    print(f'negotiated {outbound} outbound and {inbound} inbound streams, {usable} used')
    assert usable == count, f'{count} streams were wanted'


def fault_connect_many(host, port, count):
    count = count or 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, count + 64), hard), hard))
    start = time.time()
    sockets = [dial(host, port) for _ in range(count)]
    opened = time.time()
    for s in sockets:
        abort(s)
    print(f'{count} associations opened in {opened - start:.2f} s, aborted in {time.time() - opened:.2f} s')


def still_serves(host, port):
    s = dial(host, port)
    exchange(s, [Message(i, 46, False, b'still there') for i in range(10)])
    shutdown(s)


def main(mode, host, port, number=0):
    if mode in ('client', 'server'):
        return globals()[mode](host, int(port), int(number))
    globals()['fault_' + mode.replace('-', '_')](host, int(port), int(number))
    still_serves(host, int(port))
    print(f'OK {mode}')


if __name__ == '__main__':
    try:
        main(*sys.argv[1:])
    except (KeyError, TypeError):
        sys.exit(__doc__)
    except (AssertionError, OSError) as e:
        sys.exit(f'FAILED {type(e).__name__}: {e}')
    except KeyboardInterrupt:
        sys.exit(0)

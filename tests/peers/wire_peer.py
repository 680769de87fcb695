#!/usr/bin/env python3
"""An SCTP peer that makes every packet itself and sends it over UDP (RFC 6951), for what no socket can be told to do.

wire_peer.py error HOST PORT [UDP_PORT]     one message, an ERROR chunk of two causes, then ABORT with a reason
wire_peer.py restart HOST PORT [UDP_PORT]   two messages, the second unfinished, INIT again with the same ports, a new tag and
                                            fewer streams, one message, an answer on stream 4, ABORT
wire_peer.py violate HOST PORT [UDP_PORT]   one message, then one without a byte, to which the answer is ABORT
wire_peer.py silent HOST PORT [UDP_PORT]    one message, then nothing more until it is killed

The kernel answers when it listens for UDP: sysctl net.sctp.udp_port=9899 (UDP_PORT's default). It then sends what it has to
say to the UDP port that the INIT came from, so its own stack never sees a packet of this peer's as out of the blue.
"""
import random, socket, struct, sys, time

DATA, INIT, INIT_ACK, SACK, HEARTBEAT, HEARTBEAT_ACK, ABORT, ERROR, COOKIE_ECHO, COOKIE_ACK = 0, 1, 2, 3, 4, 5, 6, 9, 10, 11
STATE_COOKIE = 7
WAIT = 15


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def padded(data):
    return data + bytes(-len(data) % 4)


def tlv(kind, value):
    """A parameter or an error cause: code, length, value."""
    return padded(struct.pack('>HH', kind, 4 + len(value)) + value)


def tlvs(data):
    while len(data) >= 4:
        kind, length = struct.unpack_from('>HH', data)
        yield kind, data[4:length]
        data = data[length + 3 & ~3:]


class Peer:
    def __init__(self, host, port, udp_port):
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.connect((host, udp_port))
        self.ports = struct.pack('>HH', random.randrange(20000, 60000), port)

    def send(self, kind, value, flags=0, tag=None):
        body = padded(struct.pack('>BBH', kind, flags, 4 + len(value)) + value)
        head = self.ports + struct.pack('>I', self.peer_tag if tag is None else tag)
        self.udp.send(head + struct.pack('<I', crc32c(head + bytes(4) + body)) + body)

    def expect(self, wanted):
        """The value of the next chunk of a kind; heartbeats are answered, all else is passed over."""
        end = time.monotonic() + WAIT
        while (left := end - time.monotonic()) > 0:
            self.udp.settimeout(left)
            packet = self.udp.recv(65536)[12:]
            while len(packet) >= 4:
                kind, _, length = struct.unpack_from('>BBH', packet)
                value, packet = packet[4:length], packet[length + 3 & ~3:]
                if kind == HEARTBEAT:
                    self.send(HEARTBEAT_ACK, value)
                elif kind == wanted:
                    return value
                elif kind == ABORT:
                    raise AssertionError(f'aborted while waiting for chunk {wanted}: {value}')
        raise AssertionError(f'no chunk {wanted} within {WAIT} s')

    def associate(self, streams):
        """The four-way handshake; a second time with the same ports it is a restart."""
        self.tag, self.tsn, self.sequence = random.randrange(1, 1 << 32), random.randrange(1 << 32), 0
        self.send(INIT, struct.pack('>IIHHI', self.tag, 1 << 20, streams, streams, self.tsn), tag=0)
        answer = self.expect(INIT_ACK)
        self.peer_tag, = struct.unpack_from('>I', answer)
        self.send(COOKIE_ECHO, next(value for kind, value in tlvs(answer[16:]) if kind == STATE_COOKIE))
        self.expect(COOKIE_ACK)

    def message(self, text, flags=3):
        """On stream 0; a whole one, or with flags 2 the first, 0 a middle and 1 the last fragment."""
        self.send(DATA, struct.pack('>IHHI', self.tsn, 0, self.sequence, 46) + text, flags)
        acknowledged, = struct.unpack_from('>I', self.expect(SACK))
        assert acknowledged == self.tsn, f'{acknowledged} acknowledged instead of {self.tsn}'
        self.tsn, self.sequence = self.tsn + 1 & 0xFFFFFFFF, self.sequence + (flags & 1)

    def answer(self):
        """Stream and bytes of a message that is one chunk."""
        value = self.expect(DATA)
        tsn, stream = struct.unpack_from('>IH', value)
        self.send(SACK, struct.pack('>IIHH', tsn, 1 << 20, 0, 0))
        return stream, value[12:]


def error(peer):
    peer.associate(streams=8)
    peer.message(b'before the error')
    # Invalid stream identifier (1) with stream 700, and a cause that nobody has registered.
    peer.send(ERROR, tlv(1, struct.pack('>HH', 700, 0)) + tlv(0x1234, b'five!'))
    peer.message(b'after the error')
    peer.send(ABORT, tlv(12, b'said the peer'))


def restart(peer):
    peer.associate(streams=8)
    peer.message(b'before the restart')
    peer.message(b'never finished', flags=2)
    peer.associate(streams=5)
    peer.message(b'after the restart')
    answer = peer.answer()
    assert answer == (4, b'still there'), f'{answer} came back'
    peer.send(ABORT, tlv(13, b'enough of it'))


def violate(peer):
    peer.associate(streams=8)
    peer.message(b'before the violation')
    peer.send(DATA, struct.pack('>IHHI', peer.tsn, 0, peer.sequence, 46), flags=3)
    cause, _ = next(tlvs(peer.expect(ABORT)))
    assert cause == 9, f'cause {cause} instead of 9, no user data'


def silent(peer):
    peer.associate(streams=8)
    peer.message(b'before the silence')
    print('silent from now on', flush=True)
    time.sleep(300)


def main(mode, host, port, udp_port=9899):
    {'error': error, 'restart': restart, 'violate': violate, 'silent': silent}[mode](Peer(host, int(port), int(udp_port)))
    print(f'OK {mode}')


if __name__ == '__main__':
    try:
        main(*sys.argv[1:])
    except (KeyError, TypeError):
        sys.exit(__doc__)
    except (AssertionError, OSError) as e:
        sys.exit(f'FAILED {type(e).__name__}: {e}')

"""Runs a program that is short of descriptors wherever it accepts, while a file exists: peeling an association off fails with EMFILE.

short_of_descriptors.py FILE PROGRAM [ARGUMENT...]

A true limit (RLIMIT_NOFILE) would strike the runtime's own threads and timers too. So a seccomp filter hands each peel-off of the
program to this one, which answers for the kernel or lets the kernel answer. Each refusal is a line with the time since the last.
"""
import ctypes, errno, fcntl, os, platform, select, socket, struct, sys, time

SECCOMP, GETSOCKOPT = {'x86_64': (317, 55), 'aarch64': (277, 209)}[platform.machine()]
SCTP_SOCKOPT_PEELOFF_FLAGS = 122
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, SET_MODE_FILTER, NEW_LISTENER, SIGKILL = 1, 38, 1, 8, 9
LOAD, JUMP_EQUAL, RETURN, ALLOW, ASK = 0x20, 0x15, 0x06, 0x7fff0000, 0x7fc00000
RECEIVE, SEND, CONTINUE = 0xC0502100, 0xC0182101, 1


def install():
    """Puts the filter on this process and returns the descriptor that its questions come from."""
    program = b''.join(struct.pack('HBBI', *instruction) for instruction in [
        (LOAD, 0, 0, 0),                    # the call's number
        (JUMP_EQUAL, 0, 3, GETSOCKOPT),
        (LOAD, 0, 0, 32),                   # the low half of its third argument, the option
        (JUMP_EQUAL, 0, 1, SCTP_SOCKOPT_PEELOFF_FLAGS),
        (RETURN, 0, 0, ASK),
        (RETURN, 0, 0, ALLOW),
    ])
    buffer = ctypes.create_string_buffer(program)
    filter_program = struct.pack('HxxxxxxQ', len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) or libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        sys.exit(f'prctl failed: {os.strerror(ctypes.get_errno())}')
    descriptor = libc.syscall(SECCOMP, SET_MODE_FILTER, NEW_LISTENER, filter_program)
    if descriptor < 0:
        sys.exit(f'seccomp failed: {os.strerror(ctypes.get_errno())}')
    return descriptor


def answer(listener, file):
    last = None
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    while not any(event & select.POLLHUP for _, event in poll.poll()):
        question = bytearray(80)
        try:
            fcntl.ioctl(listener, RECEIVE, question)
            number, = struct.unpack_from('Q', question)
            refuse = os.path.exists(file)
            fcntl.ioctl(listener, SEND, bytearray(struct.pack('QqiI', number, 0, -errno.EMFILE if refuse else 0, 0 if refuse else CONTINUE)))
        except FileNotFoundError:           # the call was interrupted, or its thread is gone
            continue
        if refuse:
            now = time.monotonic()
            print(f'refused after {round((now - last) * 1000) if last else 0} ms', flush=True)
            last = now


ours, theirs = socket.socketpair()
child = os.fork()
if child == 0:
    listener = install()
    socket.send_fds(theirs, [b'x'], [listener])
    os.close(listener)
    os.execv(sys.argv[2], sys.argv[2:])
theirs.close()
_, descriptors, _, _ = socket.recv_fds(ours, 1, 1)
if descriptors:
    answer(descriptors[0], sys.argv[1])
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

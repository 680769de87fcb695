"""Runs a program on a kernel that knows no SCTP: socket(..., IPPROTO_SCTP) fails with EPROTONOSUPPORT."""
import ctypes, os, platform, struct, sys

SOCKET_CALL = {'x86_64': 41, 'aarch64': 198}[platform.machine()]
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD, JUMP_EQUAL, RETURN, ALLOW, ERRNO = 0x20, 0x15, 0x06, 0x7fff0000, 0x00050000

program = b''.join(struct.pack('HBBI', *instruction) for instruction in [
    (LOAD, 0, 0, 0),                        # the call's number
    (JUMP_EQUAL, 0, 3, SOCKET_CALL),
    (LOAD, 0, 0, 32),                       # its third argument
    (JUMP_EQUAL, 0, 1, 132),
    (RETURN, 0, 0, ERRNO | 93),
    (RETURN, 0, 0, ALLOW),
])
buffer = ctypes.create_string_buffer(program)
filter_program = struct.pack('HxxxxxxQ', len(program) // 8, ctypes.addressof(buffer))
libc = ctypes.CDLL(None, use_errno=True)
for arguments in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter_program, 0, 0)):
    if libc.prctl(*arguments):
        sys.exit(f'prctl failed: {os.strerror(ctypes.get_errno())}')
os.execv(sys.argv[1], sys.argv[1:])

// Echo server, one thread, edge-triggered epoll, one recvmsg and one sendmsg per message.
// echo_server ADDRESS PORT [STREAMS]
#include "peer.h"
#include <sys/epoll.h>

enum { READ_BYTES = 256 * 1024 };

struct association {
	int fd, blocked;
	uint8_t *held;            // parts of a message that is not complete, or a message that could not be sent
	size_t length, capacity;
	struct sctp_rcvinfo info;
};

static uint8_t read_buffer[READ_BYTES];
static volatile sig_atomic_t stopping;

static void on_stop(int signal) { (void)signal; stopping = 1; }

static void drop(struct association *a)
{
	close(a->fd);
	free(a->held);
	free(a);
}

static void hold(struct association *a, const uint8_t *data, size_t length)
{
	if (a->length + length > a->capacity) {
		a->capacity = (a->length + length) * 2;
		a->held = realloc(a->held, a->capacity);
		if (!a->held) die("out of memory");
	}
	memcpy(a->held + a->length, data, length);
	a->length += length;
}

// 1 sent, 0 would block, -1 the association is over. The kernel takes a message whole or not at all.
static int echo(struct association *a, uint8_t *data, size_t length)
{
	struct slot slot;
	struct msghdr message;
	slot_for_send(&slot, &message, data, length, a->info.rcv_sid, a->info.rcv_ppid,
		      a->info.rcv_flags & SCTP_UNORDERED);
	ssize_t sent;
	do sent = sendmsg(a->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent >= 0) return 1;
	return errno == EAGAIN ? 0 : -1;
}

// -1 when the association is over. Reads until EAGAIN, as edge-triggering demands, or until the echo would block.
static int serve(struct association *a)
{
	if (a->blocked) {
		int result = echo(a, a->held, a->length);
		if (result <= 0) return result;
		a->blocked = 0;
		a->length = 0;
	}
	for (;;) {
		struct slot slot;
		struct msghdr message;
		slot_for_receive(&slot, &message, read_buffer, READ_BYTES);
		ssize_t got = recvmsg(a->fd, &message, MSG_DONTWAIT);
		if (got < 0 && errno == EINTR) continue;
		if (got < 0 && errno == EAGAIN) return 0;
		if (got <= 0) return -1;
		a->info = received_info(&message);
		int whole = message.msg_flags & MSG_EOR, direct = whole && !a->length;
		if (!direct) hold(a, read_buffer, got);
		if (!whole) continue;
		int result = direct ? echo(a, read_buffer, got) : echo(a, a->held, a->length);
		if (result < 0) return -1;
		if (result == 0) {
			if (direct) hold(a, read_buffer, got);
			a->blocked = 1;
			return 0;
		}
		a->length = 0;
	}
}

static void accept_all(int poll, int listener)
{
	for (;;) {
		int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
		if (fd < 0) return;
		struct association *a = allocate(sizeof *a);
		a->fd = fd;
		struct epoll_event event = { EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, { .ptr = a } };
		if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl");
	}
}

int main(int argc, char **argv)
{
	if (argc < 3) die("usage: echo_server ADDRESS PORT [STREAMS]");
	int listener = sctp_listen(argv[1], argv[2], argc > 3 ? atoi(argv[3]) : 1024);
	int poll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event = { EPOLLIN, { .ptr = NULL } }, events[256];
	if (poll < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event)) die("epoll");
	struct sigaction action = { .sa_handler = on_stop };
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	if (fcntl(listener, F_SETFL, O_NONBLOCK)) die("fcntl");
	printf("listening on %s port %s\n", argv[1], argv[2]);
	fflush(stdout);
	while (!stopping) {
		int count = epoll_wait(poll, events, 256, -1);
		for (int i = 0; i < count; i++) {
			struct association *a = events[i].data.ptr;
			if (!a) accept_all(poll, listener);
			else if (serve(a)) drop(a);
		}
	}
	return 0;
}

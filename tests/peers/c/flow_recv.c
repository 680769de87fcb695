// One-way flow, the receiving side: checks length and order, and times from the first message to the last.
// flow_recv --port P --size B [--count N] [--batch B] [--assocs N] [--host ADDRESS]
#include "peer.h"
#include <poll.h>

struct association { int fd, open; uint64_t next; size_t parted; };

static int size = 64, batch = 1, assocs = 1;
static uint64_t received, errors;
static struct slot slots[MAX_BATCH];
static struct mmsghdr messages[MAX_BATCH];
static uint8_t *data;

static void take(struct association *a, int i)
{
	struct msghdr *message = &messages[i].msg_hdr;
	size_t length = messages[i].msg_len;
	uint8_t *bytes = message->msg_iov->iov_base;
	int whole = message->msg_flags & MSG_EOR;
	if (length == 0) { a->open = 0; return; }
	if (!whole || a->parted) {
		// Of a message in parts only the length is checked: keeping the parts would cost the common case.
		a->parted += length;
		if (!whole) return;
		if (a->parted != (size_t)size) errors++;
		a->parted = 0;
	} else if (length != (size_t)size || !stamped(bytes, length, a->next)) {
		if (errors++ < 5) fprintf(stderr, "message %lu: wrong length %zu or order\n", a->next, length);
	}
	a->next++;
	received++;
}

static void drain(struct association *a)
{
	for (int i = 0; i < batch; i++)
		slot_for_receive(&slots[i], &messages[i].msg_hdr, data + (size_t)i * (size + 1), size + 1);
	int got;
	if (batch > 1) got = recvmmsg(a->fd, messages, batch, MSG_WAITFORONE, NULL);
	else {
		ssize_t length = recvmsg(a->fd, &messages[0].msg_hdr, 0);
		messages[0].msg_len = length;
		got = length < 0 ? -1 : 1;
	}
	if (got < 0 && errno != EINTR && errno != EAGAIN) die("receive after %lu messages", received);
	for (int i = 0; i < got && a->open; i++) take(a, i);
}

static int accept_one(int listener)
{
	int fd;
	do { fd = accept(listener, NULL, NULL); check_progress(0); } while (fd < 0 && errno == EINTR);
	if (fd < 0) die("accept");
	return fd;
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "host", 1, 0, 'h' }, { "port", 1, 0, 'p' }, { "size", 1, 0, 's' },
		{ "count", 1, 0, 'c' }, { "batch", 1, 0, 'b' }, { "assocs", 1, 0, 'a' }, { 0 } };
	const char *host = "127.0.0.1", *port = NULL;
	uint64_t count = UINT64_MAX;
	for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;)
		switch (o) {
		case 'h': host = optarg; break;
		case 'p': port = optarg; break;
		case 's': size = atoi(optarg); break;
		case 'c': count = strtoull(optarg, NULL, 10); break;
		case 'b': batch = atoi(optarg); break;
		case 'a': assocs = atoi(optarg); break;
		default: return 2;
		}
	errno = 0;
	if (!port || size < 1 || batch < 1 || batch > MAX_BATCH || assocs < 1) die("wanted: --port P --size B; see the head of flow_recv.c");
	data = allocate((size_t)batch * (size + 1));
	struct association *all = allocate(assocs * sizeof *all);
	struct pollfd *polled = allocate(assocs * sizeof *polled);
	struct counters before = read_counters();
	int listener = sctp_listen(host, port, 1);
	fprintf(stderr, "listening on %s port %s\n", host, port);
	start_ticks();
	for (int i = 0; i < assocs; i++) {
		all[i] = (struct association){ .fd = accept_one(listener), .open = 1 };
		polled[i] = (struct pollfd){ all[i].fd, POLLIN, 0 };
	}
	uint64_t start = 0;
	for (int open = assocs; open > 0 && received < count;) {
		int ready = assocs == 1 ? 1 : poll(polled, assocs, 1000);
		for (int i = 0; i < assocs && ready > 0; i++) {
			if (!all[i].open || (assocs > 1 && !polled[i].revents)) continue;
			drain(&all[i]);
			if (!all[i].open) { open--; polled[i].fd = -1; }
			if (!start && received) start = now_us();
		}
		check_progress(received);
	}
	uint64_t end = now_us();
	printf("{\"role\":\"recv\",\"size\":%d,\"batch\":%d,\"assocs\":%d,", size, batch, assocs);
	print_rate(received, received * size, start ? end - start : 0);
	printf(",\"errors\":%lu", errors);
	print_counters(before);
	if (count != UINT64_MAX && received < count) { errno = 0; die("only %lu of %lu messages came", received, count); }
	return errors != 0;
}

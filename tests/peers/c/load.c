// Echo load client: keeps a window of messages in flight on every association and checks every echo.
// load --host H --port P [--assocs N] [--window W] [--size B] [--count N | --seconds S] [--warmup S]
//      [--streams N] [--batch B] [--unordered]
#include "peer.h"
#include <sys/epoll.h>

enum { FLIGHT_BYTES = 768 * 1024, MAX_SAMPLES = 1 << 21 };

struct association {
	int fd, flight, stuck;    // stuck: the last send would have blocked
	uint64_t next, started;   // the next number to send; when the message in flight left (window 1)
	uint64_t *expected;       // per stream, the number of the next echo
	uint8_t *parts;
	size_t parted;
};

static int assocs = 1, window = 1, size = 64, streams = 1, batch = 1, seconds, warmup, unordered;
static uint64_t count, to_send, received, measured, errors, end_time, start_time;
static struct association *all;
static uint32_t *samples, sampled;
static uint8_t *send_data, *receive_data;
static struct slot slots[MAX_BATCH];
static struct mmsghdr messages[MAX_BATCH];
static int flight_total;

static void wrong(const char *what, uint64_t is, uint64_t should)
{
	if (errors++ < 5) fprintf(stderr, "echo with %s %lu instead of %lu\n", what, is, should);
}

static uint32_t ppid_of(int stream) { return 0x01020300u + stream; }

static void check(struct association *a, const uint8_t *data, size_t length, struct sctp_rcvinfo info)
{
	received++;
	a->flight--;
	flight_total--;
	if (length != (size_t)size) { wrong("length", length, size); return; }
	if (info.rcv_sid >= streams) { wrong("stream", info.rcv_sid, streams - 1); return; }
	if (ntohl(info.rcv_ppid) != ppid_of(info.rcv_sid)) wrong("PPID", ntohl(info.rcv_ppid), ppid_of(info.rcv_sid));
	if ((info.rcv_flags & SCTP_UNORDERED) != unordered) wrong("unordered flag", !unordered, unordered);
	uint64_t number = a->expected[info.rcv_sid];
	a->expected[info.rcv_sid] += streams;
	// Unordered messages may overtake, so there only their own two stamps are compared.
	if (unordered && size >= 8) memcpy(&number, data, 8);
	if (!stamped(data, length, number)) {
		uint64_t found = 0;
		memcpy(&found, data, length < 8 ? length : 8);
		wrong("stamp", found, number);
	}
	if (window == 1 && sampled < MAX_SAMPLES) {
		uint64_t now = now_us();
		samples[sampled++] = now - a->started;
		a->started = now;
	}
}

static void fill(struct association *a)
{
	while (!a->stuck && a->flight < window && to_send) {
		int want = window - a->flight;
		if (want > batch) want = batch;
		if ((uint64_t)want > to_send) want = to_send;
		for (int i = 0; i < want; i++) {
			uint8_t *data = send_data + (size_t)i * size;
			uint64_t number = a->next + i;
			stamp(data, size, number);
			slot_for_send(&slots[i], &messages[i].msg_hdr, data, size, number % streams,
				      htonl(ppid_of(number % streams)), unordered);
		}
		int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
		int sent = batch > 1 ? sendmmsg(a->fd, messages, want, flags)
				     : sendmsg(a->fd, &messages[0].msg_hdr, flags) < 0 ? -1 : 1;
		if (sent < 0 && errno == EINTR) continue;
		if (sent < 0 && errno != EAGAIN) die("send");
		if (sent < want) a->stuck = 1;
		if (sent <= 0) return;
		a->next += sent;
		a->flight += sent;
		flight_total += sent;
		to_send -= sent;
	}
}

static void take(struct association *a, struct msghdr *message, size_t length)
{
	if (length == 0) { errno = 0; die("the peer ended the association with %d echoes missing", a->flight); }
	uint8_t *data = message->msg_iov->iov_base;
	int whole = message->msg_flags & MSG_EOR;
	if (!whole || a->parted) {
		if (!a->parts) a->parts = allocate(size);
		if (a->parted + length > (size_t)size) { errno = 0; die("an echo is longer than %d bytes", size); }
		memcpy(a->parts + a->parted, data, length);
		a->parted += length;
		if (!whole) return;
		data = a->parts;
		length = a->parted;
	}
	check(a, data, length, received_info(message));
	a->parted = 0;
}

// Reads until nothing is there, or nothing more can come; with one association it may wait in the call.
static void drain(struct association *a)
{
	int wait = assocs == 1 && !a->stuck;
	while (a->flight > 0) {
		int slot_bytes = size + 1, n = a->flight < batch ? a->flight : batch;
		for (int i = 0; i < n; i++)
			slot_for_receive(&slots[i], &messages[i].msg_hdr, receive_data + (size_t)i * slot_bytes, slot_bytes);
		int got;
		if (batch > 1) got = recvmmsg(a->fd, messages, n, wait ? MSG_WAITFORONE : MSG_DONTWAIT, NULL);
		else {
			ssize_t length = recvmsg(a->fd, &messages[0].msg_hdr, wait ? 0 : MSG_DONTWAIT);
			messages[0].msg_len = length;
			got = length < 0 ? -1 : 1;
		}
		if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
		if (got < 0) die("receive");
		for (int i = 0; i < got; i++) take(a, &messages[i].msg_hdr, messages[i].msg_len);
		if (wait || (batch > 1 && got < n)) return;
	}
}

static int compare(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	return a < b ? -1 : a > b;
}

static void report(struct counters before)
{
	qsort(samples, sampled, sizeof *samples, compare);
	printf("{\"size\":%d,\"assocs\":%d,\"window\":%d,\"streams\":%d,\"batch\":%d,", size, assocs, window, streams, batch);
	print_rate(measured, measured * size, end_time - start_time);
	const int percents[] = { 50, 90, 99 };
	for (int i = 0; i < 3; i++)
		if (sampled) printf(",\"p%d_us\":%u", percents[i], samples[(uint64_t)sampled * percents[i] / 100]);
		else printf(",\"p%d_us\":null", percents[i]);
	printf(",\"errors\":%lu", errors);
	print_counters(before);
}

static void run(int poll)
{
	struct epoll_event events[64];
	int warm = !warmup, over = 0;
	uint64_t base = 0;
	start_time = now_us();
	for (int i = 0; i < assocs; i++) all[i].started = start_time;
	for (int i = 0; i < assocs; i++) fill(&all[i]);
	while (flight_total > 0 || to_send > 0) {
		if (assocs == 1 && !all[0].stuck) {
			drain(all);
			fill(all);
		} else {
			int ready = epoll_wait(poll, events, 64, -1);
			for (int i = 0; i < ready; i++) {
				struct association *a = events[i].data.ptr;
				if (events[i].events & EPOLLOUT) a->stuck = 0;
				drain(a);
				fill(a);
			}
		}
		check_progress(received);
		if (!warm && ticks >= warmup) { warm = 1; base = received; sampled = 0; start_time = now_us(); }
		if (!over && seconds && ticks >= warmup + seconds) {
			over = 1;
			to_send = 0;
			end_time = now_us();
			measured = received - base;
		}
	}
	if (!over) { end_time = now_us(); measured = received - base; }
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "host", 1, 0, 'h' }, { "port", 1, 0, 'p' }, { "assocs", 1, 0, 'a' }, { "window", 1, 0, 'w' },
		{ "size", 1, 0, 's' }, { "count", 1, 0, 'c' }, { "seconds", 1, 0, 't' }, { "warmup", 1, 0, 'u' },
		{ "streams", 1, 0, 'n' }, { "batch", 1, 0, 'b' }, { "unordered", 0, 0, 'o' }, { 0 } };
	const char *host = "127.0.0.1", *port = NULL;
	for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;)
		switch (o) {
		case 'h': host = optarg; break;
		case 'p': port = optarg; break;
		case 'a': assocs = atoi(optarg); break;
		case 'w': window = atoi(optarg); break;
		case 's': size = atoi(optarg); break;
		case 'c': count = strtoull(optarg, NULL, 10); break;
		case 't': seconds = atoi(optarg); break;
		case 'u': warmup = atoi(optarg); break;
		case 'n': streams = atoi(optarg); break;
		case 'b': batch = atoi(optarg); break;
		case 'o': unordered = 1; break;
		default: return 2;
		}
	errno = 0;
	if (!port || size < 1 || assocs < 1 || window < 1 || streams < 1 || batch < 1 || batch > MAX_BATCH ||
	    (!count && !seconds))
		die("wanted: --host H --port P and --count N or --seconds S; batch at most %d; see the head of load.c", MAX_BATCH);
	// What an association has in flight must fit into buffers, or both sides could wait to be read.
	if ((uint64_t)window * size > FLIGHT_BYTES) window = size < FLIGHT_BYTES ? FLIGHT_BYTES / size : 1;
	to_send = count ? count : UINT64_MAX;
	send_data = allocate((size_t)batch * size);
	receive_data = allocate((size_t)batch * (size + 1));
	samples = allocate(MAX_SAMPLES * sizeof *samples);
	all = allocate(assocs * sizeof *all);
	struct counters before = read_counters();
	struct sockaddr_storage address;
	socklen_t length = resolve(host, port, &address);
	int poll = epoll_create1(EPOLL_CLOEXEC);
	for (int n = 0; n < assocs; n++) {
		struct association *a = &all[n];
		a->fd = sctp_dial(&address, length, streams);
		a->expected = allocate(streams * sizeof *a->expected);
		for (int i = 0; i < streams; i++) a->expected[i] = i;
		struct epoll_event event = { EPOLLIN | EPOLLOUT | EPOLLET, { .ptr = a } };
		if (epoll_ctl(poll, EPOLL_CTL_ADD, a->fd, &event)) die("epoll_ctl");
	}
	start_ticks();
	run(poll);
	report(before);
	for (int i = 0; i < assocs; i++) close(all[i].fd);
	return errors != 0;
}

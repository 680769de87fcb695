// One-way flow, the sending side.
// flow_send --host H --port P --size B --count N [--batch B]
#include "peer.h"

int main(int argc, char **argv)
{
	static const struct option options[] = { { "host", 1, 0, 'h' }, { "port", 1, 0, 'p' }, { "size", 1, 0, 's' },
		{ "count", 1, 0, 'c' }, { "batch", 1, 0, 'b' }, { 0 } };
	const char *host = "127.0.0.1", *port = NULL;
	int size = 64, batch = 1;
	uint64_t count = 0, next = 0;
	for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;)
		switch (o) {
		case 'h': host = optarg; break;
		case 'p': port = optarg; break;
		case 's': size = atoi(optarg); break;
		case 'c': count = strtoull(optarg, NULL, 10); break;
		case 'b': batch = atoi(optarg); break;
		default: return 2;
		}
	errno = 0;
	if (!port || !count || size < 1 || batch < 1 || batch > MAX_BATCH) die("wanted: --host H --port P --size B --count N");
	struct slot slots[MAX_BATCH];
	struct mmsghdr messages[MAX_BATCH];
	uint8_t *data = allocate((size_t)batch * size);
	struct counters before = read_counters();
	struct sockaddr_storage address;
	socklen_t length = resolve(host, port, &address);
	int fd = sctp_dial(&address, length, 1);
	start_ticks();
	uint64_t start = now_us();
	while (next < count) {
		int want = count - next < (uint64_t)batch ? (int)(count - next) : batch, sent;
		for (int i = 0; i < want; i++) {
			stamp(data + (size_t)i * size, size, next + i);
			slot_for_send(&slots[i], &messages[i].msg_hdr, data + (size_t)i * size, size, 0, htonl(46), 0);
		}
		if (batch > 1) sent = sendmmsg(fd, messages, want, MSG_NOSIGNAL);
		else sent = sendmsg(fd, &messages[0].msg_hdr, MSG_NOSIGNAL) < 0 ? -1 : 1;
		if (sent < 0 && errno != EINTR && errno != EAGAIN) die("send after %lu messages", next);
		if (sent > 0) next += sent;
		check_progress(next);
	}
	uint64_t end = now_us();
	close(fd);
	printf("{\"role\":\"send\",\"size\":%d,\"batch\":%d,", size, batch);
	print_rate(next, next * size, end - start);
	print_counters(before);
	return 0;
}

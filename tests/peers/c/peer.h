// What the four programs share: sockets, ancillary data, stamps, counters. No libsctp.
#ifndef PEER_H
#define PEER_H
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netdb.h>
#include <netinet/sctp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 20, MAX_BATCH = 256 };

static inline _Noreturn void die(const char *format, ...)
{
	int error = errno;
	va_list list;
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	if (error) fprintf(stderr, ": %s", strerror(error));
	fputc('\n', stderr);
	exit(1);
}

static inline void *allocate(size_t bytes)
{
	void *memory = calloc(1, bytes ? bytes : 1);
	if (!memory) die("out of memory (%zu bytes)", bytes);
	return memory;
}

static inline uint64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static inline socklen_t resolve(const char *host, const char *port, struct sockaddr_storage *address)
{
	// getaddrinfo knows SCTP ports only where /etc/services does, so it is asked for TCP's.
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV }, *found;
	int error = getaddrinfo(host, port, &hints, &found);
	if (error) { errno = 0; die("%s port %s: %s", host, port, gai_strerror(error)); }
	socklen_t length = found->ai_addrlen;
	memcpy(address, found->ai_addr, length);
	freeaddrinfo(found);
	return length;
}

static inline void set_int(int fd, int level, int name, int value)
{
	if (setsockopt(fd, level, name, &value, sizeof value)) die("socket option %d/%d", level, name);
}

// Buffers are set here, before connect or listen: on an accepted socket SO_RCVBUF no longer moves the window,
// yet it raises the threshold of window updates, and the peer starves.
static inline int sctp_open(int family, int streams)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_SCTP);
	if (fd < 0) die("SCTP socket");
	// The inbound limit is set too: the kernel allocates every stream of both directions when an association starts.
	struct sctp_initmsg init = { .sinit_num_ostreams = streams, .sinit_max_instreams = streams };
	if (setsockopt(fd, IPPROTO_SCTP, SCTP_INITMSG, &init, sizeof init)) die("SCTP_INITMSG");
	set_int(fd, SOL_SOCKET, SO_RCVBUF, BUFFER_BYTES);
	set_int(fd, SOL_SOCKET, SO_SNDBUF, BUFFER_BYTES);
	set_int(fd, IPPROTO_SCTP, SCTP_NODELAY, 1);
	set_int(fd, IPPROTO_SCTP, SCTP_RECVRCVINFO, 1);
	return fd;
}

static inline int sctp_dial(const struct sockaddr_storage *address, socklen_t length, int streams)
{
	int fd = sctp_open(address->ss_family, streams);
	if (connect(fd, (const struct sockaddr *)address, length)) die("connect");
	struct sctp_status status = { 0 };
	socklen_t size = sizeof status;
	if (getsockopt(fd, IPPROTO_SCTP, SCTP_STATUS, &status, &size)) die("SCTP_STATUS");
	errno = 0;
	if (status.sstat_outstrms < streams || status.sstat_instrms < streams)
		die("the peer gives %d outbound and %d inbound streams, %d are wanted",
		    status.sstat_outstrms, status.sstat_instrms, streams);
	return fd;
}

static inline int sctp_listen(const char *host, const char *port, int streams)
{
	struct sockaddr_storage address;
	socklen_t length = resolve(host, port, &address);
	int fd = sctp_open(address.ss_family, streams);
	set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (bind(fd, (struct sockaddr *)&address, length)) die("bind %s port %s", host, port);
	if (listen(fd, 4096)) die("listen");
	return fd;
}

// One message with its vector and its ancillary data, ready for the *mmsg calls.
struct slot {
	struct iovec vector;
	union { char space[CMSG_SPACE(sizeof(struct sctp_rcvinfo))]; struct cmsghdr align; } control;
};

static inline void slot_for_receive(struct slot *slot, struct msghdr *message, void *data, size_t length)
{
	slot->vector = (struct iovec){ data, length };
	*message = (struct msghdr){ .msg_iov = &slot->vector, .msg_iovlen = 1,
		.msg_control = slot->control.space, .msg_controllen = sizeof slot->control.space };
}

static inline void slot_for_send(struct slot *slot, struct msghdr *message, void *data, size_t length,
				 uint16_t stream, uint32_t network_ppid, uint16_t flags)
{
	slot->vector = (struct iovec){ data, length };
	slot->control.align = (struct cmsghdr){ .cmsg_level = IPPROTO_SCTP, .cmsg_type = SCTP_SNDINFO,
		.cmsg_len = CMSG_LEN(sizeof(struct sctp_sndinfo)) };
	struct sctp_sndinfo info = { .snd_sid = stream, .snd_ppid = network_ppid, .snd_flags = flags };
	memcpy(CMSG_DATA(&slot->control.align), &info, sizeof info);
	*message = (struct msghdr){ .msg_iov = &slot->vector, .msg_iovlen = 1,
		.msg_control = slot->control.space, .msg_controllen = CMSG_SPACE(sizeof info) };
}

static inline struct sctp_rcvinfo received_info(struct msghdr *message)
{
	struct sctp_rcvinfo info = { 0 };
	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c))
		if (c->cmsg_level == IPPROTO_SCTP && c->cmsg_type == SCTP_RCVINFO)
			memcpy(&info, CMSG_DATA(c), sizeof info);
	return info;
}

// The number stands at both ends of a message, so that a lost or swapped part shows.
static inline void stamp(uint8_t *data, size_t length, uint64_t number)
{
	size_t width = length < 8 ? length : 8;
	memcpy(data, &number, width);
	memcpy(data + length - width, &number, width);
}

static inline int stamped(const uint8_t *data, size_t length, uint64_t number)
{
	size_t width = length < 8 ? length : 8;
	return !memcmp(data, &number, width) && !memcmp(data + length - width, &number, width);
}

struct counters { long discards, t3; };

static inline struct counters read_counters(void)
{
	struct counters counters = { -1, -1 };
	FILE *file = fopen("/proc/net/sctp/snmp", "r");
	char name[64];
	long value;
	while (file && fscanf(file, "%63s %ld", name, &value) == 2) {
		if (!strcmp(name, "SctpInDataChunkDiscards")) counters.discards = value;
		if (!strcmp(name, "SctpT3RtxExpireds")) counters.t3 = value;
	}
	if (file) fclose(file);
	return counters;
}

static inline double cpu_ms(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
	       (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static inline void print_rate(uint64_t messages, uint64_t bytes, uint64_t us)
{
	double seconds = us ? us / 1e6 : 1e-6;
	printf("\"messages\":%lu,\"seconds\":%.3f,\"msg_per_s\":%.0f,\"mb_per_s\":%.2f",
	       messages, seconds, messages / seconds, bytes / seconds / 1e6);
}

static inline void print_counters(struct counters before)
{
	struct counters after = read_counters();
	printf(",\"cpu_ms\":%.0f,\"discards\":%ld,\"t3\":%ld}\n", cpu_ms(),
	       after.discards - before.discards, after.t3 - before.t3);
}

// A signal per second instead of a clock: in a User-Mode-Linux guest a clock read is a system call of 8 to 14 us.
static volatile sig_atomic_t ticks;
static inline void on_tick(int signal) { (void)signal; ticks++; }

static inline void start_ticks(void)
{
	struct sigaction action = { .sa_handler = on_tick };
	sigaction(SIGALRM, &action, NULL);
	struct itimerval every = { { 1, 0 }, { 1, 0 } };
	setitimer(ITIMER_REAL, &every, NULL);
}

static inline void check_progress(uint64_t progress)
{
	static uint64_t last = UINT64_MAX;
	static int since;
	if (progress != last) { last = progress; since = ticks; }
	errno = 0;
	if (ticks - since >= 20) die("nothing moved for 20 s (progress %lu)", progress);
}
#endif

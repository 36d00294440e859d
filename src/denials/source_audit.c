/* SPDX-License-Identifier: MIT */
/*
 * The kernel's audit log as a source: as one of several readers, beside auditd
 * and whoever else reads it.
 */
#include <errno.h>
#include <string.h>

#include "source.h"

/* For a burst of some thousand denials. */
#define RECEIVE_BUFFER	(8 << 20)
/* Below are answers and commands. */
#define RECORD_TYPE_MIN	1100

/* The kernel's structures in our own words, since its headers may be missing. */

/* Of a netlink message.  The length is wrong in some messages of audit. */
struct header {
	uint32_t length;
	uint16_t type, flags;
	uint32_t serial, port;
};

/* Of the answer to the question for the state; newer kernels add to it. */
struct state {
	uint32_t mask, enabled, failure, pid, rate_limit, backlog_limit, lost;
};

#define ASK_STATE	1000
#define ERROR_MESSAGE	2
#define IS_REQUEST	1

_Static_assert(sizeof(struct header) == 16, "kernel structure");
_Static_assert(sizeof(struct state) == 28, "kernel structure");

/* ---- The log --------------------------------------------------------------- */

/*
 * Each event has the next serial number, but two that happen at the same time
 * may arrive in either order.  What has not come when 64 newer ones have is
 * missing.
 */
static void note_serial(struct llk_source *src, uint64_t serial)
{
	if (!src->serial) {
		src->met = UINT64_MAX;
		src->serial = serial;
		return;
	}
	for (; src->serial < serial; src->serial++) {
		src->counts[LLK_SOURCE_GAPS] += !(src->met >> 63);
		src->met <<= 1;
	}
	if (src->serial - serial < 64)
		src->met |= UINT64_C(1) << (src->serial - serial);
}

/* "audit(1795322178.562:1385): ..."; 0 if there is none. */
static uint64_t serial_of(const char *text, size_t size)
{
	const char *const after = text + size;
	const char *place = memchr(text, ':', size);
	uint64_t serial = 0;

	if (!place)
		return 0;
	for (place++; place < after && *place >= '0' && *place <= '9'; place++)
		serial = serial * 10 + (uint64_t)(*place - '0');
	return place < after && *place == ')' ? serial : 0;
}

static void count_dropped(struct llk_source *src)
{
	uint64_t dropped;

	if (!llki_io_audit_dropped(src->fd, &dropped))
		src->counts[LLK_SOURCE_DROPPED] = dropped;
	else
		src->counts[LLK_SOURCE_DROPPED]++;
}

static int parse(struct llk_source *src, struct llk_record *rec, size_t size)
{
	const char *text = src->buf + sizeof(struct header);
	struct header header;
	uint64_t serial;
	int ret;

	memcpy(&header, src->buf, sizeof(header));
	if (header.type < RECORD_TYPE_MIN)
		return LLK_SOURCE_NOTHING;
	size -= sizeof(header);
	src->counts[LLK_SOURCE_BYTES] += size;
	serial = serial_of(text, size);
	if (serial)
		note_serial(src, serial);
	ret = llk_record_parse_netlink(rec, header.type, text, size);
	src->counts[LLK_SOURCE_DAMAGED] += ret < 0;
	return ret > 0 ? LLK_SOURCE_RECORD : LLK_SOURCE_NOTHING;
}

static int receive(struct llk_source *src, struct llk_record *rec)
{
	struct llki_io_message message;
	ssize_t n;
	int ret;

	for (;;) {
		n = llki_io_audit_receive(src->fd, src->buf, sizeof(src->buf),
					  &message);
		if (n < 0 && errno == ENOBUFS) {
			count_dropped(src);
			continue;
		}
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return LLK_SOURCE_NOTHING;
		if (n < 0)
			return llki_source_fail(src, errno,
						"reading the audit log", NULL, NULL);
		/* Any process may send to our port. */
		if (message.from || message.cut ||
		    (size_t)n < sizeof(struct header)) {
			src->counts[LLK_SOURCE_FOREIGN]++;
			continue;
		}
		ret = parse(src, rec, (size_t)n);
		if (ret != LLK_SOURCE_NOTHING)
			return ret;
	}
}

int llk_source_open_audit(struct llk_source *src)
{
	if (llki_source_begin(src))
		return -1;
	src->fd = llki_io_audit_socket();
	if (src->fd < 0)
		return llki_source_fail(src, errno, errno == EPROTONOSUPPORT ?
			"this kernel is built without audit" :
			"a socket for the audit log", NULL, NULL);
	llki_io_audit_enlarge(src->fd, RECEIVE_BUFFER);
	if (!llki_io_audit_join(src->fd)) {
		src->next = receive;
		return 0;
	}
	llki_source_fail(src, errno, errno == EPERM || errno == EACCES ?
		"the kernel's audit log is for root, or CAP_AUDIT_READ, outside "
		"of containers; others may be allowed to read a file (on "
		"Debian the group adm reads /var/log/audit/audit.log)" :
		"joining the readers of the audit log", NULL, NULL);
	return llki_source_abandon(src);
}

/* ---- The state ------------------------------------------------------------- */

/* A thread of the kernel sends the answer. */
#define ANSWER_MS	2000

static int receive_state(int fd, struct state *state)
{
	struct {
		struct header header;
		union {
			struct state state;
			int32_t error;
			char more[512];
		} body;
	} answer;
	struct llki_io_message message;
	ssize_t n;

	llki_io_wait(fd, ANSWER_MS);
	n = llki_io_audit_receive(fd, &answer, sizeof(answer), &message);
	if (n < 0)
		return -1;
	errno = EBADMSG;
	if (message.from || (size_t)n < sizeof(answer.header) +
					sizeof(answer.body.error))
		return -1;
	if (answer.header.type == ERROR_MESSAGE)
		errno = -answer.body.error;
	if (answer.header.type != ASK_STATE ||
	    (size_t)n < sizeof(answer.header) + sizeof(answer.body.state))
		return -1;
	*state = answer.body.state;
	return 0;
}

static int ask_state(struct state *state)
{
	const struct header question = {
		.length = sizeof(question),
		.type = ASK_STATE,
		.flags = IS_REQUEST,
	};
	const int fd = llki_io_audit_socket();
	int ret = -1;

	if (fd < 0)
		return -1;
	if (llki_io_audit_send(fd, &question, sizeof(question)) >= 0)
		ret = receive_state(fd, state);
	llki_io_close(fd);
	return ret;
}

int64_t llk_audit_state(unsigned int what)
{
	struct state state;

	if (what < LLK_AUDIT_ENABLED || what > LLK_AUDIT_RATE_LIMIT) {
		errno = EINVAL;
		return -1;
	}
	if (ask_state(&state))
		return -1;
	switch (what) {
	case LLK_AUDIT_ENABLED:
		return state.enabled;
	case LLK_AUDIT_LOST:
		return state.lost;
	case LLK_AUDIT_BACKLOG_LIMIT:
		return state.backlog_limit;
	default:
		return state.rate_limit;
	}
}

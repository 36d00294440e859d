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
/* A netlink message's header: length, type, flags, serial, port.  The length is
   not what it should be in all messages of audit. */
#define HEADER		16
#define TYPE_AT		4
#define RECORD_TYPE_MIN	1100

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
	const char *text = src->buf + HEADER;
	uint64_t serial;
	uint16_t type;
	int ret;

	memcpy(&type, src->buf + TYPE_AT, sizeof(type));
	if (type < RECORD_TYPE_MIN)
		return LLK_SOURCE_NOTHING;
	size -= HEADER;
	src->counts[LLK_SOURCE_BYTES] += size;
	serial = serial_of(text, size);
	if (serial)
		note_serial(src, serial);
	ret = llk_record_parse_netlink(rec, type, text, size);
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
						"reading the audit log");
		/* Any process may send to our port. */
		if (message.from || message.cut || n < HEADER) {
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
			"a socket for the audit log");
	llki_io_audit_enlarge(src->fd, RECEIVE_BUFFER);
	if (!llki_io_audit_join(src->fd)) {
		src->next = receive;
		return 0;
	}
	llki_source_fail(src, errno, errno == EPERM || errno == EACCES ?
		"the kernel's audit log is for root, or CAP_AUDIT_READ, outside "
		"of containers; others may be allowed to read a file (on "
		"Debian the group adm reads /var/log/audit/audit.log)" :
		"joining the readers of the audit log");
	return llki_source_abandon(src);
}

int64_t llk_audit_state(unsigned int what)
{
	struct llki_io_audit state;

	if (what < LLK_AUDIT_ENABLED || what > LLK_AUDIT_RATE_LIMIT) {
		errno = EINVAL;
		return -1;
	}
	if (llki_io_audit_ask(&state))
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

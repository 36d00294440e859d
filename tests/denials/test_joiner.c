/* SPDX-License-Identifier: MIT */
/*
 * Joining: which records become one denial, in which order they may come, when
 * a denial is given out, what is known of domains, and what is counted.
 */
#include "denials.h"

#define READ(path)	"blockers=fs.read_file" FILE_AT(path)
#define DOMAIN(serial) \
	"type=LANDLOCK_DOMAIN msg=audit(1.000:" serial "): domain=1f " \
	"status=allocated mode=enforcing pid=3 uid=4 exe=\"/bin/box\" " \
	"comm=\"box\""
#define END(serial)	"type=EOE msg=audit(1.000:" serial "): "

static uint64_t number_of(struct llk_denial *denial, unsigned int field)
{
	uint64_t n;

	assert_int_equal(llk_denial_number(denial, field, &n), 0);
	return n;
}

static void assert_path(struct llk_denial *denial, size_t i, const char *path)
{
	struct llk_record *rec = llk_denial_record(denial, i);

	assert_non_null(rec);
	assert_string_equal(llk_record_text(rec, LLK_FIELD_PATH, NULL), path);
}

static void assert_known(struct llk_denial *denial)
{
	assert_path(denial, 0, "/a");
	assert_int_equal(number_of(denial, LLK_FIELD_SERIAL), 5);
	assert_int_equal(number_of(denial, LLK_FIELD_PID), 7);
	assert_int_equal(number_of(denial, LLK_FIELD_PPID), 6);
	assert_int_equal(number_of(denial, LLK_FIELD_AUID), 8);
	assert_int_equal(number_of(denial, LLK_FIELD_UID), 9);
	assert_int_equal(number_of(denial, LLK_FIELD_SYSCALL), 82);
	assert_int_equal(number_of(denial, LLK_FIELD_EXIT), (uint64_t)-13);
	assert_string_equal(llk_denial_text(denial, LLK_FIELD_EXE, NULL),
			    "/bin/mv");
	assert_int_equal(number_of(denial, LLK_FIELD_DOMAIN_PID), 3);
	assert_int_equal(number_of(denial, LLK_FIELD_DOMAIN_UID), 4);
	assert_string_equal(llk_denial_text(denial, LLK_FIELD_DOMAIN_EXE, NULL),
			    "/bin/box");
	assert_string_equal(llk_denial_text(denial, LLK_FIELD_DOMAIN_COMM,
					    NULL), "box");
	assert_string_equal(llk_denial_text(denial, LLK_FIELD_MODE, NULL),
			    "enforcing");
}

/* Four records in each of their 24 orders. */
static void test_orders(void **state)
{
	static const char *const lines[] = {
		ACCESS("5", READ("/a")), DOMAIN("5"), CALL("5", "-13"),
		CALL("4", "0"),
	};
	size_t a, b, c, d;

	(void)state;
	for (a = 0; a < 4; a++)
		for (b = 0; b < 4; b++)
			for (c = 0; c < 4; c++) {
				const char *order[5] = { lines[a], lines[b],
							 lines[c] };

				d = 6 - a - b - c;
				if (a == b || b == c || a == c || d > 3)
					continue;
				order[3] = lines[d];
				assert_known(denial_of(order));
			}
}

/* The end of the event, serial numbers, time, and other machines' records. */
static void test_when(void **state)
{
	static const struct {
		const char *line;
		bool ready;
	} cases[] = {
		{ END("5"), true },
		{ "type=1320 msg=audit(2.000:5): ", false },
		{ END("6"), false },
		{ CALL("261", "0"), false },
		{ CALL("262", "0"), true },
		{ "type=SYSCALL msg=audit(3.000:6): x=1", false },
		{ "type=SYSCALL msg=audit(3.001:6): x=1", true },
		{ "node=b type=SYSCALL msg=audit(9.000:999): x=1", false },
		{ TRACE("900.0", "free_ruleset: ruleset=1.0"), false },
		/* The same number, at another time: the machine restarted. */
		{ "type=1423 msg=audit(1.500:5): domain=2 blockers=ptrace "
		  "opid=1 ocomm=\"a\"", true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct llk_joiner *joiner = new_joiner();

		add(joiner, ACCESS("5", READ("/a")));
		assert_none(joiner);
		add(joiner, cases[i].line);
		if (cases[i].ready)
			assert_path(next(joiner), 0, "/a");
		assert_none(joiner);
		llk_joiner_flush(joiner);
		assert_int_equal(!cases[i].ready || i == COUNT(cases) - 1,
				 llk_joiner_next(joiner) != NULL);
		llk_joiner_free(joiner);
	}
}

/* Another machine's records end an event at last. */
static void test_many_nodes(void **state)
{
	struct llk_joiner *joiner = new_joiner();
	char line[128];
	int i;

	(void)state;
	add(joiner, "node=a " ACCESS("5", READ("/a")));
	for (i = 0; i < 4096; i++) {
		assert_none(joiner);
		sprintf(line, "node=b type=SYSCALL msg=audit(1.000:%d): x=1",
			i % 9);
		add(joiner, line);
	}
	add(joiner, line);
	assert_path(next(joiner), 0, "/a");
	llk_joiner_free(joiner);
}

#define REFER		"blockers=fs.refer" FILE_AT("/a")
#define MAKE_REFER	"blockers=fs.make_reg,fs.refer" FILE_AT("/b")

static void assert_move(struct llk_denial *denial)
{
	assert_int_equal(llk_denial_objects(denial), 2);
	assert_path(denial, 0, "/a");
	assert_path(denial, 1, "/b");
	assert_null(llk_denial_record(denial, 2));
}

/* The two halves of a rename, in every way in which they come. */
static void test_moves(void **state)
{
	static const char *const orders[][5] = {
		{ ACCESS("5", REFER), ACCESS("5", MAKE_REFER),
		  CALL("5", "-13") },
		/* Newest first, as ausearch prints an event. */
		{ CALL("5", "-13"), ACCESS("5", MAKE_REFER),
		  ACCESS("5", REFER) },
		/* Where audit logs no system calls. */
		{ ACCESS("5", REFER), ACCESS("6", MAKE_REFER) },
		{ ACCESS("5", REFER), DOMAIN("6"), ACCESS("7", MAKE_REFER) },
		{ ACCESS("6", MAKE_REFER), ACCESS("5", REFER) },
		{ TRACE_FS("1.000000", "refer", "/a"),
		  TRACE_FS("1.000400", "make_reg|refer", "/b") },
		/* refer is granted; of one event it can be nothing else. */
		{ ACCESS("5", "blockers=fs.remove_file" FILE_AT("/a")),
		  ACCESS("5", "blockers=fs.make_reg" FILE_AT("/b")) },
		/* On a machine that is busy with something else in between. */
		{ TRACE_FS("1.000000", "refer", "/a"),
		  TRACE_FS("1.900000", "make_reg|refer", "/b") },
		/* A widening, told in two events. */
		{ ACCESS("5", "blockers=fs.execute,fs.make_dir" FILE_AT("/a")),
		  ACCESS("6", "blockers=fs.make_dir" FILE_AT("/b")) },
		{ TRACE_FS("1.000000", "execute|make_dir", "/a"),
		  TRACE_FS("1.000400", "make_dir", "/b") },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(orders); i++) {
		/* The fifth is given out from the second event on. */
		if (i == 4)
			continue;
		assert_move(denial_of(orders[i]));
	}
}

/* What only looks like one. */
static void test_no_moves(void **state)
{
	static const char *const pairs[][2] = {
		{ ACCESS("5", REFER), ACCESS("8", MAKE_REFER) },
		{ ACCESS("5", REFER),
		  "type=1423 msg=audit(1.011:6): domain=1f " MAKE_REFER },
		{ ACCESS("5", REFER),
		  "type=1423 msg=audit(1.000:6): domain=20 " MAKE_REFER },
		{ ACCESS("5", REFER), ACCESS("6", READ("/b")) },
		{ ACCESS("5", READ("/a")), ACCESS("6", MAKE_REFER) },
		{ ACCESS("5", REFER),
		  ACCESS("6", "blockers=net.bind_tcp src=1") },
		{ ACCESS("5", "blockers=fs.remove_file" FILE_AT("/a")),
		  ACCESS("6", "blockers=fs.make_reg" FILE_AT("/b")) },
		{ ACCESS("5", "blockers=fs.resolve_unix" FILE_AT("/a")),
		  ACCESS("5", "blockers=fs.resolve_unix" FILE_AT("/b")) },
		{ ACCESS("5", "blockers=net.bind_tcp src=1"),
		  ACCESS("5", "blockers=net.bind_tcp src=2") },
		{ TRACE_FS("1.000000", "refer", "/a"),
		  TRACE_FS("2.000001", "make_reg|refer", "/b") },
		{ TRACE_FS("1.000000", "remove_file|refer", "/a"),
		  TRACE_FS("1.000501", "make_reg", "/b") },
		{ TRACE_FS("1.000000", "execute|make_dir", "/a"),
		  TRACE_FS("1.000501", "make_dir", "/b") },
		{ TRACE_FS("1.000000", "remove_file", "/a"),
		  TRACE_FS("1.000100", "refer", "/b") },
		{ TRACE_FS("1.000000", "refer", "/a"),
		  "  mv-8  [000] ..... 1.000001: landlock_deny_access_fs: "
		  "domain=1f blockers=make_reg|refer path=/b" },
		{ TRACE_FS("1.000000", "refer", "/a"),
		  TRACE("1.000001", "deny_access_fs: domain=20 "
			"blockers=make_reg|refer path=/b") },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pairs); i++) {
		struct llk_joiner *joiner = new_joiner();

		add(joiner, pairs[i][0]);
		add(joiner, pairs[i][1]);
		llk_joiner_flush(joiner);
		assert_int_equal(llk_denial_objects(next(joiner)), 1);
		assert_int_equal(llk_denial_objects(next(joiner)), 1);
		assert_none(joiner);
		llk_joiner_free(joiner);
	}
}

/* In a trace nothing more comes, but after what may be half of a rename. */
static void test_trace_at_once(void **state)
{
	struct llk_joiner *joiner = new_joiner();

	(void)state;
	add(joiner, TRACE_FS("1.000000", "read_file", "/a"));
	assert_path(next(joiner), 0, "/a");
	add(joiner, TRACE_FS("1.000001", "make_reg", "/b"));
	assert_none(joiner);
	add(joiner, TRACE_FS("1.000002", "read_file", "/c"));
	assert_path(next(joiner), 0, "/b");
	assert_path(next(joiner), 0, "/c");
	assert_none(joiner);
	llk_joiner_free(joiner);
}

/* Without a serial number nothing can be joined. */
static void test_journal(void **state)
{
	struct llk_joiner *joiner = new_joiner();

	(void)state;
	add(joiner, "host audit[1]: AUDIT1423 domain=1f " READ("/a"));
	assert_path(next(joiner), 0, "/a");
	add(joiner, "host audit[1]: AUDIT1423 domain=1f " READ("/a"));
	assert_path(next(joiner), 0, "/a");
	assert_none(joiner);
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_DUPLICATES), 0);
	/* Nor does it say anything about what waits for more. */
	add(joiner, ACCESS("500", READ("/b")));
	add(joiner, "host audit[1]: AUDIT1423 domain=1f " READ("/a"));
	assert_path(next(joiner), 0, "/a");
	assert_none(joiner);
	llk_joiner_flush(joiner);
	assert_path(next(joiner), 0, "/b");
	llk_joiner_free(joiner);
}

/* journald and the kernel's log have the same record. */
static void test_duplicates(void **state)
{
	struct llk_joiner *joiner = new_joiner();

	(void)state;
	add(joiner, ACCESS("5", READ("/a")));
	add(joiner, "audit: type=1423 audit(1.000:5): domain=1f " READ("/a"));
	add(joiner, DOMAIN("5"));
	add(joiner, DOMAIN("5"));
	add(joiner, END("5"));
	assert_path(next(joiner), 0, "/a");
	add(joiner, ACCESS("5", READ("/a")));
	llk_joiner_flush(joiner);
	assert_none(joiner);
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_DUPLICATES), 3);
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_DENIALS), 1);
	llk_joiner_free(joiner);
}

/* Messages of netlink are joined like lines; a second call is left out. */
static void test_netlink(void **state)
{
	static const struct {
		unsigned int type;
		const char *payload;
	} messages[] = {
		{ 1423, "audit(1.000:5): domain=1f " READ("/a") },
		{ 1300, "audit(1.000:5): exit=-13 pid=7" },
		{ 1300, "audit(1.000:5): exit=-14 pid=8" },
		{ 1320, "audit(1.000:5): " },
	};
	struct llk_joiner *joiner = new_joiner();
	struct llk_denial *denial;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(messages); i++) {
		assert_none(joiner);
		assert_int_equal(llk_record_parse_netlink(record(),
			messages[i].type, messages[i].payload,
			strlen(messages[i].payload)), 1);
		assert_int_equal(llk_joiner_add(joiner, record()), 0);
	}
	denial = next(joiner);
	assert_path(denial, 0, "/a");
	assert_int_equal(number_of(denial, LLK_FIELD_PID), 7);
	llk_joiner_free(joiner);
}

/* kill(-1) is denied for many processes: none is lost. */
static void test_many_accesses(void **state)
{
	struct llk_joiner *joiner = new_joiner();
	char line[256];
	int i, count = 0;

	(void)state;
	for (i = 0; i < 150; i++) {
		sprintf(line, ACCESS("5", "blockers=scope.signal opid=%d "
				     "ocomm=\"a\""), i);
		add(joiner, line);
	}
	llk_joiner_flush(joiner);
	while (llk_joiner_next(joiner))
		count++;
	assert_int_equal(count, 150);
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_EARLY), 128);
	llk_joiner_free(joiner);
}

/* ---- Domains ----------------------------------------------------------------- */

static uint64_t of_domain(const struct llk_domain *domain, unsigned int field)
{
	uint64_t n;

	assert_int_equal(llk_domain_number(domain, field, &n), 0);
	return n;
}

static void test_domain_audit(void **state)
{
	struct llk_joiner *joiner = new_joiner();
	struct llk_domain *domain;
	uint64_t n;

	(void)state;
	assert_null(llk_joiner_domain(joiner, 0));
	add(joiner, ACCESS("5", READ("/a")));
	domain = llk_joiner_domain_find(joiner, NULL, 0x1f);
	assert_non_null(domain);
	assert_fails(ENODATA, llk_domain_number(domain, LLK_FIELD_DOMAIN_PID,
						&n));
	assert_fails(ENODATA, llk_domain_number(domain, LLK_FIELD_UNLOGGED,
						&n));
	assert_null(llk_domain_text(domain, LLK_FIELD_DOMAIN_EXE, NULL));
	add(joiner, DOMAIN("5"));
	add(joiner, ACCESS("6", READ("/b")));
	assert_int_equal(of_domain(domain, LLK_FIELD_DOMAIN), 0x1f);
	assert_int_equal(of_domain(domain, LLK_FIELD_DOMAIN_PID), 3);
	assert_int_equal(of_domain(domain, LLK_FIELD_SEEN), 2);
	assert_int_equal(of_domain(domain, LLK_FIELD_TIME), 1000000000);
	assert_string_equal(llk_domain_text(domain, LLK_FIELD_DOMAIN_EXE, NULL),
			    "/bin/box");
	add(joiner, "type=1424 msg=audit(4.000:9): domain=1f "
		    "status=deallocated denials=5");
	assert_int_equal(of_domain(domain, LLK_FIELD_DENIALS), 5);
	assert_int_equal(of_domain(domain, LLK_FIELD_UNLOGGED), 3);
	assert_int_equal(of_domain(domain, LLK_FIELD_FREED), 4000000000);
	assert_null(llk_joiner_domain_find(joiner, "b", 0x1f));
	/* It is told again, differently; and fewer than were seen. */
	add(joiner, "type=1424 msg=audit(4.000:10): domain=1f status=allocated "
		    "mode=enforcing pid=33 uid=4 exe=\"/bin/other\" comm=\"b\"");
	add(joiner, "type=1424 msg=audit(4.000:11): domain=1f "
		    "status=deallocated denials=1");
	assert_int_equal(of_domain(domain, LLK_FIELD_UNLOGGED), 0);
	assert_string_equal(llk_domain_text(domain, LLK_FIELD_DOMAIN_EXE, NULL),
			    "/bin/other");
	llk_joiner_free(joiner);
}

static void test_domain_trace(void **state)
{
	struct llk_joiner *joiner = new_joiner();
	struct llk_domain *domain;
	struct llk_denial *denial;

	(void)state;
	add(joiner, TRACE("1.0", "create_domain: domain=1f parent=1e "
			  "ruleset=1d.3"));
	add(joiner, TRACE("1.0", "create_domain: parent=1e"));
	add(joiner, TRACE("1.1", "enforce_domain: domain=1f complete=1 "
			  "process_wide=1 no_new_privs=0"));
	add(joiner, "node=b " ACCESS("5", READ("/b")));
	add(joiner, "  cat-8  [000] ..... 1.2: landlock_deny_access_fs: "
		    "domain=1f same_exec=0 logged=0 blockers=read_file "
		    "dev=8:2 ino=4 path=/a");
	denial = next(joiner);
	assert_int_equal(number_of(denial, LLK_FIELD_PARENT), 0x1e);
	assert_int_equal(number_of(denial, LLK_FIELD_PROCESS_WIDE), 1);
	assert_int_equal(number_of(denial, LLK_FIELD_PID), 8);
	assert_string_equal(llk_denial_text(denial, LLK_FIELD_COMM, NULL),
			    "cat");
	assert_string_equal(llk_denial_text(denial, LLK_FIELD_DOMAIN_COMM,
					    NULL), "mv");
	/* The one met last is the first; the same number elsewhere is another
	   domain. */
	domain = llk_joiner_domain(joiner, 0);
	assert_int_equal(of_domain(domain, LLK_FIELD_RULESET), 0x1d);
	assert_int_equal(of_domain(domain, LLK_FIELD_NO_NEW_PRIVS), 0);
	domain = llk_joiner_domain(joiner, 1);
	assert_string_equal(llk_domain_text(domain, LLK_FIELD_NODE, NULL), "b");
	assert_ptr_equal(llk_joiner_domain_find(joiner, "b", 0x1f), domain);
	assert_null(llk_joiner_domain(joiner, 2));
	assert_non_null(llk_joiner_domain(joiner, 0));
	llk_joiner_free(joiner);
}

static void test_loss(void **state)
{
	struct llk_joiner *joiner = new_joiner();

	(void)state;
	add(joiner, "audit: audit_lost=12 audit_rate_limit=0");
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_LOST), 12);
	add(joiner, "audit: audit_lost=15 audit_rate_limit=0");
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_LOST), 15);
	add(joiner, "CPU:0 [LOST 7 EVENTS]");
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_LOST), 22);
	add(joiner, "CPU:0 [LOST EVENTS]");
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_LOST), 23);
	/* After a restart the kernel begins again. */
	add(joiner, "audit: audit_lost=1 audit_rate_limit=0");
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_LOST), 24);
	llk_joiner_free(joiner);
}

/* ---- Limits ------------------------------------------------------------------- */

/* Who never takes denials gets no more; who takes them loses nothing. */
static void test_full(void **state)
{
	struct llk_joiner *joiner = new_joiner();
	char line[256];
	unsigned int i, taken = 0;

	(void)state;
	for (i = 0; i < 100000; i++) {
		sprintf(line, "type=1423 msg=audit(1.000:%u): domain=%x "
			"blockers=ptrace opid=1 ocomm=\"a\"", i, i);
		assert_int_equal(parse(line), 1);
		if (!llk_joiner_add(joiner, record()))
			continue;
		assert_int_equal(errno, EAGAIN);
		while (llk_joiner_next(joiner))
			taken++;
		assert_int_equal(llk_joiner_add(joiner, record()), 0);
		assert_true(llk_joiner_count(joiner, LLK_COUNT_MEMORY) <=
			    LIMIT);
	}
	llk_joiner_flush(joiner);
	while (llk_joiner_next(joiner))
		taken++;
	assert_int_equal(taken, 100000);
	assert_true(llk_joiner_count(joiner, LLK_COUNT_FORGOTTEN) > 0);
	/* The newest are known. */
	assert_non_null(llk_joiner_domain_find(joiner, NULL, 99999));
	assert_null(llk_joiner_domain_find(joiner, NULL, 1));
	llk_joiner_free(joiner);
}

/* A denial whose domain was forgotten is told without it. */
static void test_forgotten(void **state)
{
	struct llk_joiner *joiner = new_joiner();
	struct llk_denial *denial;
	char line[128];
	unsigned int i;
	uint64_t n;

	(void)state;
	add(joiner, DOMAIN("4"));
	add(joiner, ACCESS("5", READ("/a")));
	for (i = 0; i < 2000; i++) {
		sprintf(line, "type=1424 msg=audit(1.000:6): domain=%x "
			"status=allocated mode=enforcing", 0x100 + i);
		add(joiner, line);
	}
	assert_null(llk_joiner_domain_find(joiner, NULL, 0x1f));
	llk_joiner_flush(joiner);
	denial = next(joiner);
	assert_path(denial, 0, "/a");
	assert_fails(ENODATA, llk_denial_number(denial, LLK_FIELD_DOMAIN_PID,
						&n));
	errno = STALE;
	assert_null(llk_denial_text(denial, LLK_FIELD_MODE, NULL));
	assert_int_equal(errno, ENODATA);
	llk_joiner_free(joiner);
}

/* Events that do not end: the oldest are given out, and counted. */
static void test_early(void **state)
{
	struct llk_joiner *joiner = new_joiner();
	char line[8300];
	unsigned int i, taken = 0;

	(void)state;
	memset(line, 0, sizeof(line));
	for (i = 0; i < 200; i++) {
		sprintf(line, "type=1423 msg=audit(1.000:%u): domain=1 "
			"blockers=fs.read_file path=\"/", i);
		memset(line + strlen(line), 'x', 4000);
		strcat(line, "\" dev=\"vda\" ino=4");
		add(joiner, line);
		memset(line, 0, sizeof(line));
		while (llk_joiner_next(joiner))
			taken++;
		assert_true(llk_joiner_count(joiner, LLK_COUNT_MEMORY) <=
			    LIMIT);
	}
	assert_true(taken > 100);
	assert_int_equal(llk_joiner_count(joiner, LLK_COUNT_EARLY), taken);
	llk_joiner_free(joiner);
}

static void test_arguments(void **state)
{
	struct llk_joiner *joiner = new_joiner();
	struct llk_denial *denial;
	uint64_t n = 77;

	(void)state;
	errno = STALE;
	assert_null(llk_joiner_new(LIMIT - 1));
	assert_int_equal(errno, EINVAL);
	assert_fails(EINVAL, llk_joiner_add(NULL, record()));
	assert_fails(EINVAL, llk_joiner_add(joiner, NULL));
	/* Nothing that the joiner could use. */
	parse("type=PATH msg=audit(1.002:3): item=0");
	assert_int_equal(llk_joiner_add(joiner, record()), 0);
	llk_joiner_flush(NULL);
	assert_null(llk_joiner_next(NULL));
	assert_null(llk_joiner_domain(NULL, 0));
	assert_null(llk_joiner_domain_find(NULL, NULL, 1));
	assert_int_equal(llk_joiner_count(NULL, LLK_COUNT_DENIALS), 0);
	assert_int_equal(llk_joiner_count(joiner, 99), 0);
	assert_fails(EINVAL, llk_domain_number(NULL, LLK_FIELD_SEEN, &n));
	assert_null(llk_domain_text(NULL, LLK_FIELD_MODE, NULL));

	add(joiner, ACCESS("5", READ("/a")));
	assert_fails(EINVAL, llk_domain_number(llk_joiner_domain(joiner, 0),
					       0, &n));
	assert_null(llk_domain_text(llk_joiner_domain(joiner, 0), 0, NULL));
	llk_joiner_flush(joiner);
	denial = next(joiner);
	assert_int_equal(llk_denial_objects(NULL), 0);
	assert_null(llk_denial_record(NULL, 0));
	assert_null(llk_denial_suggestion(NULL, 0));
	assert_fails(EINVAL, llk_denial_number(NULL, LLK_FIELD_PID, &n));
	assert_fails(EINVAL, llk_denial_number(denial, 0, &n));
	assert_fails(ENODATA, llk_denial_number(denial, LLK_FIELD_PID, &n));
	assert_fails(ENODATA, llk_denial_number(denial, LLK_FIELD_PARENT, &n));
	assert_fails(EINVAL, llk_denial_number(denial, LLK_FIELD_PARENT, NULL));
	assert_int_equal(n, 77);
	errno = STALE;
	assert_null(llk_denial_text(NULL, LLK_FIELD_EXE, NULL));
	assert_int_equal(errno, EINVAL);
	errno = STALE;
	llk_joiner_free(joiner);
	llk_joiner_free(NULL);
	assert_int_equal(errno, STALE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_when),
		cmocka_unit_test(test_many_nodes),
		cmocka_unit_test(test_moves),
		cmocka_unit_test(test_no_moves),
		cmocka_unit_test(test_trace_at_once),
		cmocka_unit_test(test_journal),
		cmocka_unit_test(test_duplicates),
		cmocka_unit_test(test_netlink),
		cmocka_unit_test(test_many_accesses),
		cmocka_unit_test(test_domain_audit),
		cmocka_unit_test(test_domain_trace),
		cmocka_unit_test(test_loss),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_forgotten),
		cmocka_unit_test(test_early),
		cmocka_unit_test(test_arguments),
	};
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);

	llk_record_free(record());
	return failed ? 1 : 0;
}

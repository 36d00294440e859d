/* SPDX-License-Identifier: MIT */
/*
 * Records as kernels 6.16 to 7.3 wrote them, each with all that is in it, worked
 * out by hand; the forms in which tools hand them on; and what is damaged.
 */
#include "denials.h"

#define EXPECTED 16

struct fact {
	unsigned int field;
	uint64_t number;
	const char *text;	/* or NULL: a number */
};

struct sample {
	const char *line;
	int kind, form;
	const char *blockers;	/* separated by spaces */
	uint64_t fs, net, scope;
	struct fact facts[EXPECTED];
};

#define N(field, number)	{ LLK_FIELD_##field, number, NULL }
#define T(field, text)		{ LLK_FIELD_##field, 0, text }

/* ---- Audit ------------------------------------------------------------------- */

#define AT(ms, serial)	N(TIME, UINT64_C(1795322178000000000) + \
			  UINT64_C(ms) * 1000000), N(SERIAL, serial)
#define LOG(type, name, ms, serial, rest) \
	"type=" name " msg=audit(1795322178." #ms ":" #serial "): " rest
#define DENIED(serial, rest) \
	LOG(1423, "LANDLOCK_ACCESS", 562, serial, "domain=1600be771 " rest)
#define DENIAL	LLK_RECORD_DENIAL, LLK_FORM_AUDIT_LOG
#define HEAD(serial)	AT(562, serial), N(TYPE, 1423), \
			N(DOMAIN, 0x1600be771)

static const struct sample audit[] = {
	{ DENIED(1385, "blockers=fs.read_file path=\"/etc/passwd\" "
		 "dev=\"vda\" ino=861"), DENIAL,
	  "fs.read_file", LLK_FS_READ_FILE, 0, 0,
	  { HEAD(1385), T(PATH, "/etc/passwd"), T(DEV, "vda"), N(INO, 861) } },
	{ DENIED(1386, "blockers=fs.write_file,fs.read_file "
		 "path=\"/etc/passwd\" dev=\"vda\" ino=861"), DENIAL,
	  "fs.write_file fs.read_file", LLK_FS_WRITE_FILE | LLK_FS_READ_FILE,
	  0, 0,
	  { HEAD(1386), T(PATH, "/etc/passwd"), T(DEV, "vda"), N(INO, 861) } },
	/* A space, a newline, UTF-8, quotes. */
	{ DENIED(1388, "blockers=fs.read_file path=2F646174612F6578616D706C652F"
		 "6F62732F772F706C61696E2066696C65 dev=\"vda\" ino=5326587"),
	  DENIAL, "fs.read_file", LLK_FS_READ_FILE, 0, 0,
	  { HEAD(1388), T(PATH, "/data/example/obs/w/plain file"),
	    T(DEV, "vda"), N(INO, 5326587) } },
	{ DENIED(1389, "blockers=fs.read_file path=2F646174612F6578616D706C652F"
		 "6F62732F772F6E6C0A78 dev=\"vda\" ino=5326586"), DENIAL,
	  "fs.read_file", LLK_FS_READ_FILE, 0, 0,
	  { HEAD(1389), T(PATH, "/data/example/obs/w/nl\nx"),
	    T(DEV, "vda"), N(INO, 5326586) } },
	{ DENIED(1390, "blockers=fs.read_file path=2F646174612F6578616D706C652F"
		 "6F62732F772FC3A974C3A9 dev=\"vda\" ino=5326588"), DENIAL,
	  "fs.read_file", LLK_FS_READ_FILE, 0, 0,
	  { HEAD(1390), T(PATH, "/data/example/obs/w/\303\251t\303\251"),
	    T(DEV, "vda"), N(INO, 5326588) } },
	{ DENIED(1391, "blockers=fs.make_reg path=2F646174612F6578616D706C652F"
		 "6F62732F772F73702061636520227122 dev=\"vda\" ino=5326584"),
	  DENIAL, "fs.make_reg", LLK_FS_MAKE_REG, 0, 0,
	  { HEAD(1391), T(PATH, "/data/example/obs/w/sp ace \"q\""),
	    T(DEV, "vda"), N(INO, 5326584) } },
	{ DENIED(1397, "blockers=fs.make_reg,fs.refer "
		 "path=\"/data/example/obs/w/b\" dev=\"vda\" ino=5326583"),
	  DENIAL, "fs.make_reg fs.refer", LLK_FS_MAKE_REG | LLK_FS_REFER, 0, 0,
	  { HEAD(1397), T(PATH, "/data/example/obs/w/b"), T(DEV, "vda"),
	    N(INO, 5326583) } },
	{ DENIED(1402, "blockers=fs.ioctl_dev path=\"/dev/null\" "
		 "dev=\"devtmpfs\" ino=3 ioctlcmd=0x1234"), DENIAL,
	  "fs.ioctl_dev", LLK_FS_IOCTL_DEV, 0, 0,
	  { HEAD(1402), T(PATH, "/dev/null"), T(DEV, "devtmpfs"), N(INO, 3),
	    N(IOCTL_CMD, 0x1234) } },
	{ DENIED(1403, "blockers=fs.change_topology path=\"/mnt\" dev=\"vda\" "
		 "ino=1323"), DENIAL, "fs.change_topology", 0, 0, 0,
	  { HEAD(1403), T(PATH, "/mnt"), T(DEV, "vda"), N(INO, 1323) } },
	{ DENIED(1404, "blockers=fs.change_topology name=\"/\" dev=\"proc\" "
		 "ino=1"), DENIAL, "fs.change_topology", 0, 0, 0,
	  { HEAD(1404), T(NAME, "/"), T(DEV, "proc"), N(INO, 1) } },
	{ DENIED(1406, "blockers=net.bind_tcp saddr=127.0.0.1 src=8080"),
	  DENIAL, "net.bind_tcp", 0, LLK_NET_BIND_TCP, 0,
	  { HEAD(1406), T(ADDRESS, "127.0.0.1"), N(PORT, 8080) } },
	{ DENIED(1408, "blockers=net.bind_tcp"), DENIAL,
	  "net.bind_tcp", 0, LLK_NET_BIND_TCP, 0,
	  { HEAD(1408), N(PORT, 0) } },
	{ DENIED(1410, "blockers=net.connect_tcp daddr=2001:db8::1 dest=443"),
	  DENIAL, "net.connect_tcp", 0, LLK_NET_CONNECT_TCP, 0,
	  { HEAD(1410), T(ADDRESS, "2001:db8::1"), N(PORT, 443) } },
	/* A socket that is bound already. */
	{ DENIED(1411, "blockers=net.connect_tcp laddr=10.0.0.1 lport=9 "
		 "faddr=10.0.0.2 fport=10 daddr=192.0.2.7 dest=443"), DENIAL,
	  "net.connect_tcp", 0, LLK_NET_CONNECT_TCP, 0,
	  { HEAD(1411), T(ADDRESS, "192.0.2.7"), N(PORT, 443) } },
	{ DENIED(14, "blockers=net.bind_udp saddr=127.0.0.1 src=53"), DENIAL,
	  "net.bind_udp", 0, LLK_NET_BIND_UDP, 0,
	  { HEAD(14), T(ADDRESS, "127.0.0.1"), N(PORT, 53) } },
	{ DENIED(15, "blockers=net.connect_send_udp daddr=::1 dest=53"), DENIAL,
	  "net.connect_send_udp", 0, LLK_NET_CONNECT_SEND_UDP, 0,
	  { HEAD(15), T(ADDRESS, "::1"), N(PORT, 53) } },
	/* Which port it was is not told: neither 0 nor anything else. */
	{ DENIED(17, "blockers=net.connect_send_udp"), DENIAL,
	  "net.connect_send_udp", 0, LLK_NET_CONNECT_SEND_UDP, 0,
	  { HEAD(17) } },
	{ DENIED(19, "blockers=fs.resolve_unix path=\"/tmp/w/sock\" "
		 "dev=\"tmpfs\" ino=10"), DENIAL,
	  "fs.resolve_unix", LLK_FS_RESOLVE_UNIX, 0, 0,
	  { HEAD(19), T(PATH, "/tmp/w/sock"), T(DEV, "tmpfs"), N(INO, 10) } },
	{ DENIED(1412, "blockers=scope.signal opid=13670 ocomm=\"python3\""),
	  DENIAL, "scope.signal", 0, 0, LLK_SCOPE_SIGNAL,
	  { HEAD(1412), N(OTHER_PID, 13670), T(OTHER_COMM, "python3") } },
	{ DENIED(1413, "blockers=ptrace opid=13713 ocomm=\"gen\""), DENIAL,
	  "ptrace", 0, 0, 0,
	  { HEAD(1413), N(OTHER_PID, 13713), T(OTHER_COMM, "gen") } },
	{ DENIED(1414, "blockers=scope.abstract_unix_socket "
		 "path=006162732074657374"), DENIAL,
	  "scope.abstract_unix_socket", 0, 0, LLK_SCOPE_ABSTRACT_UNIX_SOCKET,
	  { HEAD(1414), T(SOCKET, "abs test") } },
	{ DENIED(10, "blockers=fs.truncate path=2F746D702F772F612F676F6E652028"
		 "64656C6574656429 dev=\"tmpfs\" ino=9"), DENIAL,
	  "fs.truncate", LLK_FS_TRUNCATE, 0, 0,
	  { HEAD(10), T(PATH, "/tmp/w/a/gone (deleted)"), T(DEV, "tmpfs"),
	    N(INO, 9) } },
	/* Of a later kernel. */
	{ DENIED(20, "blockers=fs.read_file,fs.frobnicate,quota new=1 "
		 "path=\"/a\" dev=\"vda\" ino=1"), DENIAL,
	  "fs.read_file fs.frobnicate quota", LLK_FS_READ_FILE, 0, 0,
	  { HEAD(20), T(PATH, "/a"), T(DEV, "vda"), N(INO, 1) } },
	{ LOG(1424, "LANDLOCK_DOMAIN", 562, 1385, "domain=1600be771 "
	      "status=allocated mode=enforcing pid=13712 uid=0 "
	      "exe=\"/data/example/obs/gen\" comm=\"gen\""),
	  LLK_RECORD_DOMAIN, LLK_FORM_AUDIT_LOG, "", 0, 0, 0,
	  { AT(562, 1385), N(TYPE, 1424), N(DOMAIN, 0x1600be771),
	    T(STATUS, "allocated"), T(MODE, "enforcing"), N(PID, 13712),
	    N(UID, 0), T(EXE, "/data/example/obs/gen"), T(COMM, "gen") } },
	{ LOG(1424, "UNKNOWN[1424]", 573, 1430, "domain=1600be771 "
	      "status=deallocated denials=36"),
	  LLK_RECORD_DOMAIN_FREED, LLK_FORM_AUDIT_LOG, "", 0, 0, 0,
	  { AT(573, 1430), N(TYPE, 1424), N(DOMAIN, 0x1600be771),
	    T(STATUS, "deallocated"), N(DENIALS, 36) } },
	{ LOG(1424, "1424", 573, 7, "domain=1 status=paused"),
	  LLK_RECORD_OTHER, LLK_FORM_AUDIT_LOG, "", 0, 0, 0,
	  { AT(573, 7), N(TYPE, 1424), N(DOMAIN, 1), T(STATUS, "paused") } },
	{ LOG(1300, "SYSCALL", 562, 1385, "arch=c000003e syscall=257 "
	      "success=no exit=-13 a0=ffffff9c a1=562ba2a990b8 a2=0 a3=0 "
	      "items=0 ppid=13670 pid=13712 auid=4294967295 uid=0 gid=0 "
	      "euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) "
	      "ses=4294967295 comm=\"gen\" exe=\"/data/example/obs/gen\" "
	      "key=(null)"), LLK_RECORD_SYSCALL, LLK_FORM_AUDIT_LOG,
	  "", 0, 0, 0,
	  { AT(562, 1385), N(TYPE, 1300), N(ARCH, 0xc000003e), N(SYSCALL, 257),
	    N(EXIT, (uint64_t)-13), N(PPID, 13670), N(PID, 13712),
	    N(AUID, 4294967295), N(UID, 0), T(COMM, "gen"),
	    T(EXE, "/data/example/obs/gen") } },
	{ LOG(1320, "EOE", 562, 1385, ""), LLK_RECORD_END, LLK_FORM_AUDIT_LOG,
	  "", 0, 0, 0, { AT(562, 1385), N(TYPE, 1320) } },
	/* Enriched: what auditd looked up is not part of it. */
	{ LOG(1424, "LANDLOCK_DOMAIN", 562, 9, "domain=1 status=allocated "
	      "mode=enforcing pid=1 uid=0 exe=(null) comm=61\035UID=\"root\" "
	      "domain=2"), LLK_RECORD_DOMAIN, LLK_FORM_AUDIT_LOG, "", 0, 0, 0,
	  { AT(562, 9), N(TYPE, 1424), N(DOMAIN, 1), T(STATUS, "allocated"),
	    T(MODE, "enforcing"), N(PID, 1), N(UID, 0), T(COMM, "a") } },
	{ "node=web.example type=UNKNOWN[1423] msg=audit(1.002:3): domain=1f "
	  "blockers=fs.read_dir path=\"/etc\" dev=\"vda\" ino=19\r\n",
	  DENIAL, "fs.read_dir", LLK_FS_READ_DIR, 0, 0,
	  { N(TIME, 1002000000), N(SERIAL, 3), N(TYPE, 1423),
	    T(NODE, "web.example"), N(DOMAIN, 0x1f), T(PATH, "/etc"),
	    T(DEV, "vda"), N(INO, 19) } },
};

/* ---- Traces ------------------------------------------------------------------- */

#define TASK	N(TIME, 2262736000), N(PID, 107), T(COMM, "gen")
#define GEN(event) \
	"             gen-107     [000] .l...     2.262736: landlock_" event
#define EVENT(name)	TASK, T(EVENT, "landlock_" name)
#define DENIED_TRACE	LLK_RECORD_DENIAL, LLK_FORM_TRACE
#define DOMAIN_FACTS	N(DOMAIN, 0x17e3279b8), N(SAME_EXEC, 1), N(LOGGED, 0)
#define DOMAIN_TEXT	"domain=17e3279b8 same_exec=1 logged=0 "

static const struct sample traces[] = {
	{ GEN("create_ruleset: ruleset=17e3279ab.0 handled_fs=execute|"
	      "resolve_unix handled_net=bind_tcp|connect_send_udp "
	      "scoped=signal"),
	  LLK_RECORD_RULESET, LLK_FORM_TRACE, "",
	  LLK_FS_EXECUTE | LLK_FS_RESOLVE_UNIX,
	  LLK_NET_BIND_TCP | LLK_NET_CONNECT_SEND_UDP, LLK_SCOPE_SIGNAL,
	  { EVENT("create_ruleset"), N(RULESET, 0x17e3279ab),
	    N(RULESET_VERSION, 0) } },
	{ GEN("create_ruleset: ruleset=1.0 handled_fs=read_file||x handled_net= "
	      "scoped="), LLK_RECORD_RULESET, LLK_FORM_TRACE, "",
	  LLK_FS_READ_FILE, 0, 0,
	  { EVENT("create_ruleset"), N(RULESET, 1), N(RULESET_VERSION, 0) } },
	{ GEN("free_ruleset: ruleset=17e3279ab.5"),
	  LLK_RECORD_RULESET_FREED, LLK_FORM_TRACE, "", 0, 0, 0,
	  { EVENT("free_ruleset"), N(RULESET, 0x17e3279ab),
	    N(RULESET_VERSION, 5) } },
	{ GEN("add_rule_path_beneath: ruleset=17e3279ab.5 access_rights="
	      "write_file|read_file|resolve_unix dev=0:9 ino=4 "
	      "path=/dev/null"), LLK_RECORD_RULE_PATH, LLK_FORM_TRACE, "",
	  LLK_FS_WRITE_FILE | LLK_FS_READ_FILE | LLK_FS_RESOLVE_UNIX, 0, 0,
	  { EVENT("add_rule_path_beneath"), N(RULESET, 0x17e3279ab),
	    N(RULESET_VERSION, 5), T(DEV, "0:9"), N(INO, 4),
	    T(PATH, "/dev/null") } },
	{ GEN("add_rule_net_port: ruleset=1.2 access_rights=bind_udp port=53"),
	  LLK_RECORD_RULE_PORT, LLK_FORM_TRACE, "", 0, LLK_NET_BIND_UDP, 0,
	  { EVENT("add_rule_net_port"), N(RULESET, 1), N(RULESET_VERSION, 2),
	    N(PORT, 53) } },
	{ GEN("create_domain: domain=17e3279b8 parent=0 ruleset=17e3279ab.5"),
	  LLK_RECORD_DOMAIN_CREATED, LLK_FORM_TRACE, "", 0, 0, 0,
	  { EVENT("create_domain"), N(DOMAIN, 0x17e3279b8), N(PARENT, 0),
	    N(RULESET, 0x17e3279ab), N(RULESET_VERSION, 5) } },
	{ GEN("enforce_domain: domain=17e3279b8 complete=1 process_wide=0 "
	      "no_new_privs=1"), LLK_RECORD_DOMAIN_ENFORCED, LLK_FORM_TRACE,
	  "", 0, 0, 0,
	  { EVENT("enforce_domain"), N(DOMAIN, 0x17e3279b8), N(COMPLETE, 1),
	    N(PROCESS_WIDE, 0), N(NO_NEW_PRIVS, 1) } },
	{ "     kworker/0:1-11      [000] .....     2.324067: "
	  "landlock_free_domain: domain=17e3279b8 denials=34",
	  LLK_RECORD_DOMAIN_FREED, LLK_FORM_TRACE, "", 0, 0, 0,
	  { N(TIME, 2324067000), N(PID, 11), T(COMM, "kworker/0:1"),
	    T(EVENT, "landlock_free_domain"), N(DOMAIN, 0x17e3279b8),
	    N(DENIALS, 34) } },
	{ GEN("check_rule_inode: domain=17e3279b8 access_request=execute|"
	      "read_file|truncate dev=0:3 ino=20 grants={execute|read_file}"),
	  LLK_RECORD_CHECK_PATH, LLK_FORM_TRACE, "",
	  LLK_FS_EXECUTE | LLK_FS_READ_FILE | LLK_FS_TRUNCATE, 0, 0,
	  { EVENT("check_rule_inode"), N(DOMAIN, 0x17e3279b8), T(DEV, "0:3"),
	    N(INO, 20) } },
	{ GEN("check_rule_net_port: domain=17e3279b8 access_request=bind_tcp "
	      "port=80 grants={bind_tcp,}"),
	  LLK_RECORD_CHECK_PORT, LLK_FORM_TRACE, "", 0, LLK_NET_BIND_TCP, 0,
	  { EVENT("check_rule_net_port"), N(DOMAIN, 0x17e3279b8),
	    N(PORT, 80) } },
	{ GEN("deny_access_fs: " DOMAIN_TEXT "blockers=write_file|read_file "
	      "dev=0:3 ino=43 path=/data/example/obs/w/plain\\040file"),
	  DENIED_TRACE, "fs.write_file fs.read_file",
	  LLK_FS_WRITE_FILE | LLK_FS_READ_FILE, 0, 0,
	  { EVENT("deny_access_fs"), DOMAIN_FACTS, T(DEV, "0:3"), N(INO, 43),
	    T(PATH, "/data/example/obs/w/plain file") } },
	{ GEN("deny_access_fs: " DOMAIN_TEXT "blockers=read_file dev=0:3 "
	      "ino=42 path=/w/nl\\nx\\303\\251\\t\\\"q\\\"\\\\\\e[\\075\\047"),
	  DENIED_TRACE, "fs.read_file", LLK_FS_READ_FILE, 0, 0,
	  { EVENT("deny_access_fs"), DOMAIN_FACTS, T(DEV, "0:3"), N(INO, 42),
	    T(PATH, "/w/nl\nx\303\251\t\"q\"\\\033[='") } },
	{ GEN("deny_access_fs: " DOMAIN_TEXT "blockers=change_topology "
	      "dev=0:3 ino=9 path=/mnt"), DENIED_TRACE, "fs.change_topology",
	  0, 0, 0,
	  { EVENT("deny_access_fs"), DOMAIN_FACTS, T(DEV, "0:3"), N(INO, 9),
	    T(PATH, "/mnt") } },
	{ GEN("deny_access_net: " DOMAIN_TEXT "blockers=bind_tcp port=0"),
	  DENIED_TRACE, "net.bind_tcp", 0, LLK_NET_BIND_TCP, 0,
	  { EVENT("deny_access_net"), DOMAIN_FACTS, N(PORT, 0) } },
	{ GEN("deny_access_net: " DOMAIN_TEXT "blockers=connect_send_udp "
	      "port=-1"), DENIED_TRACE, "net.connect_send_udp", 0,
	  LLK_NET_CONNECT_SEND_UDP, 0,
	  { EVENT("deny_access_net"), DOMAIN_FACTS } },
	{ GEN("deny_ptrace: " DOMAIN_TEXT "tracee_domain=1f tracee_pid=108 "
	      "tracee_comm=a\\040b"), DENIED_TRACE, "ptrace", 0, 0, 0,
	  { EVENT("deny_ptrace"), DOMAIN_FACTS, N(OTHER_DOMAIN, 0x1f),
	    N(OTHER_PID, 108), T(OTHER_COMM, "a b") } },
	{ GEN("deny_scope_signal: " DOMAIN_TEXT "target_domain=0 target_pid=1 "
	      "target_comm=init"), DENIED_TRACE, "scope.signal", 0, 0,
	  LLK_SCOPE_SIGNAL,
	  { EVENT("deny_scope_signal"), DOMAIN_FACTS, N(OTHER_DOMAIN, 0),
	    N(OTHER_PID, 1), T(OTHER_COMM, "init") } },
	{ GEN("deny_scope_abstract_unix_socket: " DOMAIN_TEXT "peer_domain=0 "
	      "peer_pid=107 sun_path=abs\\040test"), DENIED_TRACE,
	  "scope.abstract_unix_socket", 0, 0, LLK_SCOPE_ABSTRACT_UNIX_SOCKET,
	  { EVENT("deny_scope_abstract_unix_socket"), DOMAIN_FACTS,
	    N(OTHER_DOMAIN, 0), N(OTHER_PID, 107), T(SOCKET, "abs test") } },
	/* Of a later kernel. */
	{ GEN("deny_scope_time: " DOMAIN_TEXT "x=1"), DENIED_TRACE,
	  "scope.time", 0, 0, 0, { EVENT("deny_scope_time"), DOMAIN_FACTS } },
	{ GEN("deny_access_fs: " DOMAIN_TEXT "blockers=read_file|0x20000 "
	      "dev=0:3 ino=9 path=/mnt"), DENIED_TRACE,
	  "fs.read_file fs.0x20000", LLK_FS_READ_FILE, 0, 0,
	  { EVENT("deny_access_fs"), DOMAIN_FACTS, T(DEV, "0:3"), N(INO, 9),
	    T(PATH, "/mnt") } },
	{ GEN("frobnicate: domain=1 x=2"), LLK_RECORD_OTHER, LLK_FORM_TRACE,
	  "", 0, 0, 0, { EVENT("frobnicate"), N(DOMAIN, 1) } },
	/* Other shapes of what comes before: no name, the process, a report of
	   trace-cmd, a clock that counts, a name that looks like all this. */
	{ " <...>-12 (   10) [001] d..1. 12.000001: landlock_free_ruleset: "
	  "ruleset=1.0", LLK_RECORD_RULESET_FREED, LLK_FORM_TRACE, "", 0, 0, 0,
	  { N(TIME, 12000001000), N(PID, 12),
	    T(EVENT, "landlock_free_ruleset"), N(RULESET, 1),
	    N(RULESET_VERSION, 0) } },
	{ "a b-12 [001] 77: landlock_free_ruleset: ruleset=1.0",
	  LLK_RECORD_RULESET_FREED, LLK_FORM_TRACE, "", 0, 0, 0,
	  { N(PID, 12), T(COMM, "a b"), T(EVENT, "landlock_free_ruleset"),
	    N(RULESET, 1), N(RULESET_VERSION, 0) } },
	{ " x-1 [0] 1.1: landlock_a: -12 [001] .. 0.5: landlock_free_ruleset: "
	  "ruleset=1.0", LLK_RECORD_RULESET_FREED, LLK_FORM_TRACE, "", 0, 0, 0,
	  { N(TIME, 500000000), N(PID, 12), T(COMM, "x-1 [0] 1.1: landlock_a: "),
	    T(EVENT, "landlock_free_ruleset"), N(RULESET, 1),
	    N(RULESET_VERSION, 0) } },
};

/* ---- Comparing ------------------------------------------------------------------ */

static const struct fact *fact_of(const struct sample *sample,
				  unsigned int field)
{
	size_t i;

	for (i = 0; i < EXPECTED && sample->facts[i].field; i++)
		if (sample->facts[i].field == field)
			return &sample->facts[i];
	return NULL;
}

/* The field is as told, and where nothing is told it is not there. */
static void check_field(const struct sample *sample, unsigned int field)
{
	const struct fact *fact = fact_of(sample, field);
	size_t length;
	uint64_t n;
	const char *found = llk_record_text(record(), field, &length);

	if (fact && fact->text) {
		if (!found)
			fail_msg("no field %u: %s", field, sample->line);
		assert_string_equal(found, fact->text);
		assert_int_equal(length, strlen(fact->text));
		assert_fails(ENODATA,
			     llk_record_number(record(), field, &n));
		return;
	}
	if (found)
		fail_msg("field %u: %s", field, sample->line);
	assert_int_equal(errno, ENODATA);
	if (!fact) {
		if (!llk_record_number(record(), field, &n))
			fail_msg("field %u: %s", field, sample->line);
		assert_int_equal(errno, ENODATA);
		return;
	}
	if (llk_record_number(record(), field, &n))
		fail_msg("no field %u: %s", field, sample->line);
	assert_int_equal(n, fact->number);
}

static void check_blockers(const struct sample *sample)
{
	char names[256] = "";
	const char *name;
	size_t i;

	for (i = 0; (name = llk_record_blocker(record(), i)); i++)
		sprintf(names + strlen(names), "%s%s", i ? " " : "", name);
	assert_string_equal(names, sample->blockers);
	assert_int_equal(llk_record_blocker_count(record()), i);
	assert_int_equal(llk_record_rights(record(), LLK_FS), sample->fs);
	assert_int_equal(llk_record_rights(record(), LLK_NET), sample->net);
	assert_int_equal(llk_record_rights(record(), LLK_SCOPE),
			 sample->scope);
	assert_int_equal(llk_record_rights(record(), LLK_ADD_RULE), 0);
}

static void check(const struct sample *sample)
{
	unsigned int field;

	assert_int_equal(llk_record_kind(record()), sample->kind);
	assert_int_equal(llk_record_form(record()), sample->form);
	assert_false(llk_record_truncated(record()));
	check_blockers(sample);
	for (field = 1; field <= LLK_FIELD_LOST; field++)
		check_field(sample, field);
}

static void test_audit(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(audit); i++) {
		if (parse(audit[i].line) != 1)
			fail_msg("%s", audit[i].line);
		check(&audit[i]);
	}
}

static void test_traces(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(traces); i++) {
		if (parse(traces[i].line) != 1)
			fail_msg("%s", traces[i].line);
		check(&traces[i]);
	}
}

/* What netlink hands out is the line without its beginning. */
static void test_netlink(void **state)
{
	struct sample sample;
	char payload[512];
	size_t i, length;
	uint64_t type;

	(void)state;
	for (i = 0; i < COUNT(audit); i++) {
		const char *begin = strstr(audit[i].line, "audit(");

		if (strchr(audit[i].line, '\035') || *audit[i].line == 'n')
			continue;
		assert_int_equal(parse(audit[i].line), 1);
		type = number(LLK_FIELD_TYPE);
		length = strlen(begin) + 1;
		memcpy(payload, begin, length);
		sample = audit[i];
		sample.form = LLK_FORM_NETLINK;
		/* With the NUL that some senders add, and without. */
		assert_int_equal(llk_record_parse_netlink(record(),
			(unsigned int)type, payload, length), 1);
		check(&sample);
		assert_int_equal(llk_record_parse_netlink(record(),
			(unsigned int)type, payload, length - 1), 1);
		check(&sample);
	}
}

/* ---- Other forms ------------------------------------------------------------------- */

#define PASSWD	"domain=1f blockers=fs.read_file path=\"/etc/passwd\" " \
		"dev=\"vda\" ino=861"

static void test_kernel_log(void **state)
{
	static const char *const before[] = {
		"", "[    2.242947] ", "<5>[    2.242947] ",
		"Nov 27 01:02:03 host kernel: ",
		"Nov 27 01:02:03 audit-host kernel: [    2.242947] ",
		"5,803,2242947,-;",
	};
	char line[256];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(before); i++) {
		sprintf(line, "%saudit: type=1423 audit(1.002:3): " PASSWD,
			before[i]);
		assert_int_equal(parse(line), 1);
		assert_int_equal(llk_record_form(record()),
				 LLK_FORM_KERNEL_LOG);
		assert_string_equal(text(LLK_FIELD_PATH), "/etc/passwd");
		assert_int_equal(number(LLK_FIELD_SERIAL), 3);
	}
}

static void test_journal(void **state)
{
	static const char *const lines[] = {
		"Nov 27 01:02:03 host audit[107]: AUDIT1423 " PASSWD,
		"Nov 27 01:02:03 host audit: AUDIT1423 " PASSWD,
		"Nov 27 01:02:03 host audit[1]: LANDLOCK_ACCESS " PASSWD,
		"audit[1]: AUDIT1423 " PASSWD,
	};
	uint64_t n;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(lines); i++) {
		assert_int_equal(parse(lines[i]), 1);
		assert_int_equal(llk_record_form(record()), LLK_FORM_JOURNAL);
		assert_int_equal(number(LLK_FIELD_DOMAIN), 0x1f);
		assert_string_equal(text(LLK_FIELD_PATH), "/etc/passwd");
		assert_fails(ENODATA, llk_record_number(record(),
						LLK_FIELD_SERIAL, &n));
		assert_fails(ENODATA, llk_record_number(record(),
						LLK_FIELD_TIME, &n));
	}
	assert_int_equal(parse("host audit[1]: AUDIT1424 domain=1 "
			       "status=deallocated denials=2"), 1);
	assert_int_equal(number(LLK_FIELD_DENIALS), 2);
}

static void test_loss(void **state)
{
	static const struct {
		const char *line;
		int form;
		long number;		/* -1: not told */
	} losses[] = {
		{ "[ 1.0] audit: audit_lost=12 audit_rate_limit=0 "
		  "audit_backlog_limit=64", LLK_FORM_KERNEL_LOG, 12 },
		{ "host kernel: audit: kauditd_printk_skb: 34 callbacks "
		  "suppressed", LLK_FORM_KERNEL_LOG, 34 },
		{ "CPU:0 [LOST 56 EVENTS]", LLK_FORM_TRACE, 56 },
		{ "CPU:11 [LOST EVENTS]\n", LLK_FORM_TRACE, -1 },
	};
	uint64_t n;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(losses); i++) {
		assert_int_equal(parse(losses[i].line), 1);
		assert_int_equal(llk_record_kind(record()), LLK_RECORD_LOST);
		assert_int_equal(llk_record_form(record()), losses[i].form);
		assert_int_equal(llk_record_field_count(record()), 0);
		if (losses[i].number < 0)
			assert_fails(ENODATA, llk_record_number(record(),
							LLK_FIELD_LOST, &n));
		else
			assert_int_equal(number(LLK_FIELD_LOST),
					 losses[i].number);
	}
}

/* Not about Landlock, or not what it seems. */
static void test_others(void **state)
{
	static const char *const lines[] = {
		"", "\n", "----", "time->Fri Nov 27 01:02:03 2026",
		"type=", "type=PROCTITLE msg=audit(1.002:3): proctitle=\"./gen\"",
		"type=PATH msg=audit(1.002:3): item=0 name=\"/etc\"",
		"type=UNKNOWN[1400] msg=audit(1.002:3): x=1",
		"type=UNKNOWN[1423 msg=audit(1.002:3): " PASSWD,
		"type=UNKNOWN msg=audit(1.002:3): " PASSWD,
		"type=1423x msg=audit(1.002:3): " PASSWD,
		"type=99999999999999999999 msg=audit(1.002:3): " PASSWD,
		"type=LANDLOCK_ACCESSS msg=audit(1.002:3): " PASSWD,
		"type=LANDLOCK_FROB msg=audit(1.002:3): " PASSWD,
		"type=SYSCALL audit(x", "type=SYSCALLS msg=audit(1.002:3): x=1",
		"type=EOF msg=audit(1.002:3): ", "type=EOE msg=",
		"node=a", "node=a b", "node=a type=PATH msg=audit(1.2:3): a=b",
		/* What a user can have audit write, and write into a log. */
		"type=USER msg=audit(1.002:3): pid=1 msg='type=LANDLOCK_ACCESS "
		"msg=audit(1.002:3): " PASSWD "'",
		"Nov 27 host user: audit: type=1423 audit(1.002:3): " PASSWD,
		"Nov 27 host user: audit: audit_lost=1",
		"[ 1.0] audit: audit_lost=x", "[ 1.0] audit: enabled",
		"[ 1.0] audit: kauditd_printk_skb: 34 callbacks",
		"[ 1.0] audit: type=1400 audit(1.002:3): apparmor=\"STATUS\"",
		"host audit[1]: AUDIT1300 arch=c000003e", "host audit[1] x",
		"host audit[x]: AUDIT1423 " PASSWD, "host audit[1: x",
		"host xaudit[1]: AUDIT1423 " PASSWD,
		"landlock: Up and running.", "[ 0.3] landlock: Up and running.",
		"# tracer: nop", "CPU:x [LOST 1 EVENTS]", "CPU:0 [LOST x EVENTS]",
		"CPU:0 [LOST 1 EVENTS", "CPU:0 buffer started",
		"gen-1 [000] ..... 2.2: landlock_free_domain",
		"gen-1 [000] ..... 2.2: landlock_Free: domain=1",
		"gen-1 [000] ..... 2.x: landlock_free_domain: domain=1",
		"gen-1 [000] ..... 2.1234567890: landlock_free_domain: domain=1",
		"gen-1 [000] ..... x.1: landlock_free_domain: domain=1",
		"gen-1 [000] . 99999999999999999999.1: landlock_free_domain: x=1",
		"gen-1 [000] ..... 999999999999.1: landlock_free_domain: x=1",
		"gen-1 ..... 2.2: landlock_free_domain: domain=1",
		"gen-1 [x] ..... 2.2: landlock_free_domain: domain=1",
		"gen-1 000] ..... 2.2: landlock_free_domain: domain=1",
		"gen-1 1) [000] .. 2.2: landlock_free_domain: domain=1",
		"gen [000] ..... 2.2: landlock_free_domain: domain=1",
		"gen1 [000] ..... 2.2: landlock_free_domain: domain=1",
		"user: landlock_free_domain: domain=1",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(lines); i++) {
		if (parse(lines[i]))
			fail_msg("%s", lines[i]);
		assert_int_equal(llk_record_kind(record()), LLK_RECORD_NONE);
		assert_int_equal(llk_record_form(record()), 0);
		assert_int_equal(llk_record_field_count(record()), 0);
		assert_null(llk_record_field_name(record(), 0, NULL));
		assert_null(llk_record_field_value(record(), 0, NULL));
		assert_false(llk_record_truncated(record()));
	}
	assert_int_equal(llk_record_parse_netlink(record(), 1327, "x", 1), 0);
	assert_int_equal(llk_record_parse_netlink(record(), 1300, "x", 1), 0);
}

static void test_damaged(void **state)
{
	static const char *const lines[] = {
		"type=LANDLOCK_ACCESS", "type=LANDLOCK_ACCESS msg=audit(1.002:",
		"type=LANDLOCK_ACCESS msg=audit(1.002:3): ",
		"type=LANDLOCK_ACCESS msg=audit(1.002:3): domain=1f",
		"type=LANDLOCK_ACCESS msg=audit(1.002:3): domain=1f blockers=",
		"type=LANDLOCK_ACCESS msg=audit(1.002:3): blockers=ptrace",
		"type=LANDLOCK_ACCESS msg=audit(1.002:3): domain=xyz "
		"blockers=ptrace",
		"type=LANDLOCK_ACCESS msg=audit(1.002:3): domain=12345678901234567"
		" blockers=ptrace",
		"type=LANDLOCK_ACCESS msg=audit(1.002:3): domain=1f "
		"blockers=fs.read_file,,ptrace",
		"type=LANDLOCK_ACCESS msg=audit(1.002:3): domain=1f "
		"blockers=fs.\033[31m",
		"type=LANDLOCK_ACCESS msg=audit(1.1000:3): " PASSWD,
		"type=LANDLOCK_ACCESS msg=audit(99999999999999999999.1:3): "
		PASSWD,
		"type=LANDLOCK_ACCESS msg=audit(99999999999.1:3): " PASSWD,
		"type=LANDLOCK_DOMAIN msg=audit(1.002:3): domain=1f",
		"type=LANDLOCK_DOMAIN msg=audit(1.002:3): status=allocated",
		GEN("deny_access_fs: domain=1f dev=0:3 ino=1 path=/x"),
		GEN("deny_access_fs: domain=1f blockers= path=/x"),
		GEN("deny_ptrace: tracee_pid=1 tracee_comm=a"),
		GEN("deny_access_this_is_a_rather_long_name_of_a_class: "
		    "domain=1 blockers=a"),
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(lines); i++) {
		if (parse(lines[i]) != -1)
			fail_msg("%s", lines[i]);
		assert_int_equal(errno, EBADMSG);
		assert_int_equal(llk_record_kind(record()), LLK_RECORD_NONE);
	}
	assert_int_equal(parse("type=UNKNOWN[1423] msg=audit(11/27/2026 "
			       "01:02:03.562:1385) : " PASSWD), -1);
	assert_int_equal(errno, EOPNOTSUPP);
}

/* ---- Cut off -------------------------------------------------------------------------- */

/* Cut anywhere: never half a path, never a number of which digits are missing
   where more fields should come. */
static void cut(const char *line, unsigned int field, const char *whole)
{
	const size_t length = strlen(line);
	size_t i;

	for (i = 0; i < length; i++) {
		const char *found;

		if (llk_record_parse(record(), line, i) != 1)
			continue;
		found = llk_record_text(record(), field, NULL);
		if (found)
			assert_string_equal(found, whole);
		else if (llk_record_rights(record(), LLK_FS) |
			 llk_record_rights(record(), LLK_SCOPE))
			assert_true(llk_record_truncated(record()));
	}
	assert_int_equal(parse(line), 1);
	assert_string_equal(text(field), whole);
	assert_false(llk_record_truncated(record()));
}

static void test_cut(void **state)
{
	uint64_t n;

	(void)state;
	cut("type=1423 msg=audit(1.002:3): domain=1f blockers=fs.read_file "
	    "path=\"/etc/passwd\" dev=\"vda\" ino=861", LLK_FIELD_PATH,
	    "/etc/passwd");
	cut("audit: type=1423 audit(1.002:3): domain=1f blockers=fs.make_dir,"
	    "fs.refer path=2F612062 dev=\"vda\" ino=861", LLK_FIELD_PATH,
	    "/a b");
	cut("type=1423 msg=audit(1.002:3): domain=1f blockers=scope.signal "
	    "opid=12 ocomm=\"python3\"", LLK_FIELD_OTHER_COMM, "python3");
	assert_int_equal(parse(ACCESS("1", "blockers=ptrace opid=12")), 1);
	assert_true(llk_record_truncated(record()));
	assert_fails(ENODATA,
		     llk_record_number(record(), LLK_FIELD_OTHER_PID, &n));
	/* The kernel marks where it cut a trace. */
	assert_int_equal(parse(TRACE_FS("1.0", "read_file",
					"/a/b\342\200\246")), 1);
	assert_true(llk_record_truncated(record()));
	assert_null(llk_record_text(record(), LLK_FIELD_PATH, NULL));
	assert_int_equal(parse(TRACE_FS("1.0", "read_file", "/a\\")), 1);
	assert_true(llk_record_truncated(record()));
	assert_int_equal(parse(TRACE_FS("1.0", "read_file", "/a\\q")), 1);
	assert_null(llk_record_text(record(), LLK_FIELD_PATH, NULL));
}

/* Values that cannot be what their field says are left out. */
static void test_nonsense(void **state)
{
	static const char *const paths[] = {
		"path=/plain", "path=2F6", "path=2F6X", "path=", "path=\"",
		"path=\"/open", "path=2F006162", "path=(null)",
	};
	char line[256];
	uint64_t n;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(paths); i++) {
		sprintf(line, ACCESS("1", "blockers=fs.read_file %s "
				     "dev=\"vda\" ino=1"), paths[i]);
		assert_int_equal(parse(line), 1);
		assert_null(llk_record_text(record(), LLK_FIELD_PATH, NULL));
		assert_true(llk_record_truncated(record()));
	}
	assert_int_equal(parse(ACCESS("1", "blockers=net.connect_tcp "
				      "dest=65536")), 1);
	assert_fails(ENODATA, llk_record_number(record(), LLK_FIELD_PORT, &n));
	assert_int_equal(parse(ACCESS("1", "blockers=fs.ioctl_dev path=\"/d\" "
		"dev=\"vda\" ino=x1 ioctlcmd=12 ino=2 opid=99999999999999999999"
		" opid=18446744073709551615 stray")), 1);
	assert_fails(ENODATA,
		     llk_record_number(record(), LLK_FIELD_IOCTL_CMD, &n));
	assert_int_equal(number(LLK_FIELD_INO), 2);
	assert_int_equal(number(LLK_FIELD_OTHER_PID), UINT64_MAX);
	assert_true(llk_record_truncated(record()));
	assert_int_equal(parse(ACCESS("1", "blockers=scope.abstract_unix_socket")),
			 1);
	assert_null(llk_record_text(record(), LLK_FIELD_SOCKET, NULL));
	assert_int_equal(parse(ACCESS("1", "blockers=scope.abstract_unix_socket "
				      "path=\"\"")), 1);
	assert_string_equal(text(LLK_FIELD_SOCKET), "");
	assert_int_equal(parse(GEN("free_ruleset: ruleset=1.x")), 1);
	assert_fails(ENODATA,
		     llk_record_number(record(), LLK_FIELD_RULESET, &n));
}

/* ---- Bounds ------------------------------------------------------------------------------ */

static char *long_line(const char *before, char c, size_t count,
		       const char *after)
{
	char *line = malloc(strlen(before) + count + strlen(after) + 1);

	assert_non_null(line);
	strcpy(line, before);
	memset(line + strlen(before), c, count);
	strcpy(line + strlen(before) + count, after);
	return line;
}

static void test_long(void **state)
{
	char *line;
	size_t length;

	(void)state;
	/* PATH_MAX, all of it encoded. */
	line = long_line(ACCESS("1", "blockers=fs.read_file path=2F"), '4',
			 2 * 4094, " dev=\"vda\" ino=4");
	assert_int_equal(parse(line), 1);
	assert_non_null(llk_record_text(record(), LLK_FIELD_PATH, &length));
	assert_int_equal(length, 4095);
	assert_false(llk_record_truncated(record()));
	free(line);
	/* Longer than any record: what is there is there, the path is not. */
	line = long_line(ACCESS("1", "blockers=fs.read_file path=\"/"), 'x',
			 LLK_RECORD_MAX, "\" dev=\"vda\" ino=4");
	assert_int_equal(parse(line), 1);
	assert_true(llk_record_truncated(record()));
	assert_null(llk_record_text(record(), LLK_FIELD_PATH, NULL));
	assert_int_equal(llk_record_rights(record(), LLK_FS), LLK_FS_READ_FILE);
	free(line);
	/* The record begins where none can. */
	line = long_line("", 'x', LLK_RECORD_MAX,
			 " host kernel: audit: type=1423 audit(1.002:3): "
			 PASSWD);
	assert_int_equal(parse(line), -1);
	assert_int_equal(errno, EBADMSG);
	free(line);
	line = long_line("", 'x', LLK_RECORD_MAX,
			 " host audit[1]: AUDIT1423 " PASSWD);
	assert_int_equal(parse(line), 0);
	free(line);
	line = long_line("", 'x', LLK_RECORD_MAX, GEN("free_domain: domain=1"));
	assert_int_equal(parse(line), 0);
	free(line);
}

static void test_many(void **state)
{
	char line[8192], names[4096] = "blockers=";
	size_t i;

	(void)state;
	strcpy(line, ACCESS("1", "blockers=ptrace opid=1 ocomm=\"a\""));
	for (i = 0; i < 70; i++)
		sprintf(line + strlen(line), " f%zu=%zu", i, i);
	assert_int_equal(parse(line), 1);
	assert_int_equal(llk_record_field_count(record()), 64);
	assert_true(llk_record_truncated(record()));
	for (i = 0; i < 70; i++)
		sprintf(names + strlen(names), "%sx.b%zu", i ? "," : "", i);
	sprintf(line, ACCESS("1", "%s"), names);
	assert_int_equal(parse(line), 1);
	assert_int_equal(llk_record_blocker_count(record()), LLK_BLOCKERS_MAX);
	assert_string_equal(llk_record_blocker(record(), 63), "x.b63");
	assert_true(llk_record_truncated(record()));
}

/* What does not fit into the record's room is left out. */
static void test_room(void **state)
{
	static const char before[] =
		GEN("deny_access_abcdefghijklmnopqrstuvwxyz123: domain=1 path=/");
	char *line = long_line(before, 'x', LLK_RECORD_MAX - sizeof(before) -
			       140, " blockers=a");
	int i;

	(void)state;
	line = realloc(line, LLK_RECORD_MAX + 1);
	assert_non_null(line);
	for (i = 0; i < 60; i++)
		strcat(line, "|a");
	assert_int_equal(parse(line), 1);
	assert_true(llk_record_truncated(record()));
	assert_true(llk_record_blocker_count(record()) < 61);
	free(line);
	/* The name of the machine comes last. */
	line = long_line("node=", 'n', 8100, " type=1423 msg=audit(1.0:2): "
			 "domain=1 blockers=ptrace exe=\"");
	line = realloc(line, LLK_RECORD_MAX + 1);
	assert_non_null(line);
	for (i = 0; i < 8000; i++)
		strcat(line + 8100, "x");
	strcat(line, "\"");
	assert_int_equal(parse(line), 1);
	assert_non_null(llk_record_text(record(), LLK_FIELD_NODE, NULL));
	free(line);
}

static void test_fields(void **state)
{
	static const char *const fields[][2] = {
		{ "domain", "1f" }, { "blockers", "fs.read_file" },
		{ "path", "2F612062" }, { "dev", "\"vda\"" }, { "new", "" },
		{ "ino", "861" },
	};
	size_t i, length;
	const char *found;

	(void)state;
	assert_int_equal(parse("type=1423 msg=audit(1.002:3): domain=1f "
		"blockers=fs.read_file path=2F612062 dev=\"vda\" new= ino=861"),
		1);
	assert_int_equal(llk_record_field_count(record()), COUNT(fields));
	for (i = 0; i < COUNT(fields); i++) {
		found = llk_record_field_name(record(), i, &length);
		assert_int_equal(length, strlen(fields[i][0]));
		assert_memory_equal(found, fields[i][0], length);
		found = llk_record_field_value(record(), i, &length);
		assert_int_equal(length, strlen(fields[i][1]));
		assert_memory_equal(found, fields[i][1], length);
	}
	assert_non_null(llk_record_field_value(record(), 0, NULL));
}

static void test_arguments(void **state)
{
	uint64_t n = 77;

	(void)state;
	assert_fails(EINVAL, llk_record_parse(NULL, "", 0));
	assert_fails(EINVAL, llk_record_parse(record(), NULL, 0));
	assert_fails(EINVAL, llk_record_parse_netlink(NULL, 1423, "", 0));
	assert_fails(EINVAL, llk_record_parse_netlink(record(), 1423, NULL, 0));
	assert_int_equal(llk_record_kind(NULL), LLK_RECORD_NONE);
	assert_int_equal(llk_record_form(NULL), 0);
	assert_int_equal(llk_record_truncated(NULL), 0);
	assert_int_equal(llk_record_rights(NULL, LLK_FS), 0);
	assert_int_equal(llk_record_blocker_count(NULL), 0);
	assert_null(llk_record_blocker(NULL, 0));
	assert_int_equal(llk_record_field_count(NULL), 0);
	assert_int_equal(parse(audit[0].line), 1);
	assert_fails(EINVAL, llk_record_number(NULL, LLK_FIELD_TIME, &n));
	assert_fails(EINVAL, llk_record_number(record(), 0, &n));
	assert_fails(EINVAL, llk_record_number(record(), 1000, &n));
	assert_fails(EINVAL, llk_record_number(record(), LLK_FIELD_TIME, NULL));
	assert_int_equal(n, 77);
	errno = STALE;
	assert_null(llk_record_text(record(), 0, NULL));
	assert_int_equal(errno, EINVAL);
	errno = STALE;
	llk_record_free(llk_record_new());
	llk_record_free(NULL);
	assert_int_equal(errno, STALE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_audit),
		cmocka_unit_test(test_traces),
		cmocka_unit_test(test_netlink),
		cmocka_unit_test(test_kernel_log),
		cmocka_unit_test(test_journal),
		cmocka_unit_test(test_loss),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_nonsense),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_arguments),
	};
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);

	llk_record_free(record());
	return failed ? 1 : 0;
}

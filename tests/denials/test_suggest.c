/* SPDX-License-Identifier: MIT */
/*
 * What is suggested for each kind of denial, in data, in words, in C and for
 * the shell, which is asked itself; and what is said to explain a denial.
 */
#include "denials.h"

#include <unistd.h>

struct sample {
	const char *lines[4];
	const char *expected;
};

#define WIDE_A	"fs.execute,fs.write_file,fs.read_dir,fs.remove_dir," \
		"fs.make_char,fs.make_dir,fs.ioctl_dev"
#define WIDE_B	"fs.read_dir,fs.remove_dir,fs.make_char,fs.make_dir,fs.ioctl_dev"
#define CREATED	TRACE("1.0", "create_domain: domain=1f parent=0 ruleset=1.0")
#define ONE(rest)	{ ACCESS("5", rest) }

static const struct sample samples[] = {
	{ ONE("blockers=fs.read_file" FILE_AT("/a")),
	  "path /a fs.read_file|again" },
	{ ONE("blockers=fs.execute,fs.read_file" FILE_AT("/a")),
	  "path /a fs.execute,fs.read_file|again" },
	{ ONE("blockers=fs.execute" FILE_AT("/a")),
	  "path /a fs.execute|again; path /a fs.read_file|optional" },
	{ ONE("blockers=fs.write_file" FILE_AT("/a")),
	  "path /a fs.write_file|again; path /a fs.truncate|optional" },
	{ ONE("blockers=fs.write_file,fs.truncate" FILE_AT("/a")),
	  "path /a fs.write_file,fs.truncate|again" },
	{ ONE("blockers=fs.read_dir" FILE_AT("/a")),
	  "path /a fs.read_dir|again" },
	/* In one directory a rename makes and removes. */
	{ ONE("blockers=fs.remove_file,fs.make_reg" FILE_AT("/a")),
	  "path /a fs.remove_file,fs.make_reg|again" },
	{ ONE("blockers=fs.resolve_unix" FILE_AT("/s")),
	  "path /s fs.resolve_unix|again" },
	/* Known to be the outermost sandbox: this is all. */
	{ { CREATED, TRACE_FS("1.1", "read_file", "/a") },
	  "path /a fs.read_file" },
	{ { TRACE("1.0", "create_domain: domain=1f parent=1 ruleset=1.0"),
	    TRACE_FS("1.1", "read_file", "/a\\040(deleted)") },
	  "path /a (deleted) fs.read_file|again" },
	{ { "audit: type=1423 audit(1.000:5): domain=1f blockers=fs.read_file"
	    FILE_AT("/a") }, "path /a fs.read_file|again|untrusted" },

	/* Renames that lack rights. */
	{ { ACCESS("5", "blockers=fs.refer" FILE_AT("/a")),
	    ACCESS("5", "blockers=fs.make_reg,fs.refer" FILE_AT("/b")),
	    CALL("5", "-13") },
	  "path /a fs.refer|again; path /b fs.make_reg,fs.refer|again" },
	{ { ACCESS("5", "blockers=fs.refer" FILE_AT("/a")),
	    ACCESS("5", "blockers=fs.refer" FILE_AT("/b")), CALL("5", "-18") },
	  "path /a fs.refer|again; path /b fs.refer|again" },
	{ { ACCESS("5", "blockers=fs.refer" FILE_AT("/a")), CALL("5", "-18") },
	  "path /a fs.refer|again" },
	/* The file would gain rights: only these, whatever is listed. */
	{ { ACCESS("5", "blockers=" WIDE_A FILE_AT("/a")),
	    ACCESS("5", "blockers=" WIDE_B FILE_AT("/b")), CALL("5", "-18") },
	  "path /a fs.execute,fs.write_file|again|widening" },
	{ { ACCESS("5", "blockers=" WIDE_A ",fs.refer" FILE_AT("/a")),
	    ACCESS("5", "blockers=" WIDE_B ",fs.refer" FILE_AT("/b")),
	    CALL("5", "-13") },
	  "path /a fs.execute,fs.write_file,fs.refer|again|widening; "
	  "path /b fs.refer|again" },
	{ { ACCESS("5", "blockers=" WIDE_A FILE_AT("/a")),
	    ACCESS("6", "blockers=" WIDE_B FILE_AT("/b")) },
	  "path /a fs.execute,fs.write_file|again|widening" },
	/* Nothing in the records alone says that it was a move. */
	{ { ACCESS("5", "blockers=fs.execute" FILE_AT("/a")),
	    ACCESS("5", "blockers=fs.write_file" FILE_AT("/b")),
	    CALL("5", "-18") }, "path /a fs.execute|again|widening" },
	{ ONE("blockers=fs.read_dir,fs.read_file" FILE_AT("/a")),
	  "path /a fs.read_file|again|widening" },
	/* Only the old place lacks anything. */
	{ { ACCESS("5", "blockers=fs.execute" FILE_AT("/a")),
	    CALL("5", "-18") }, "path /a fs.execute|again|widening" },
	{ ONE("blockers=" WIDE_B FILE_AT("/a")),
	  "path /a fs.ioctl_dev|again|widening" },
	/* A directory, which has more rights than a file. */
	{ { ACCESS("5", "blockers=fs.make_char,fs.make_dir" FILE_AT("/a")),
	    ACCESS("5", "blockers=fs.make_dir" FILE_AT("/b")),
	    CALL("5", "-18") }, "path /a fs.make_char|again|widening" },
	/* An exchange: the other file would gain. */
	{ { ACCESS("5", "blockers=" WIDE_B FILE_AT("/a")),
	    ACCESS("5", "blockers=" WIDE_A FILE_AT("/b")), CALL("5", "-18") },
	  "path /b fs.execute,fs.write_file|again|widening" },
	{ { ACCESS("5", "blockers=" WIDE_B FILE_AT("/a")),
	    ACCESS("5", "blockers=" WIDE_B FILE_AT("/b")), CALL("5", "-18") },
	  "nothing" },

	/* No rule on a path. */
	{ ONE("blockers=fs.truncate path=2F61202864656C6574656429 dev=\"v\" "
	      "ino=1"), "nothing" },
	{ ONE("blockers=fs.read_file" FILE_AT("<too_long>")), "nothing" },
	{ ONE("blockers=fs.read_file" FILE_AT("<no_memory>")), "nothing" },
	{ ONE("blockers=fs.read_file" FILE_AT("(unreachable)/a")), "nothing" },
	{ ONE("blockers=fs.read_file name=\"a\" dev=\"v\" ino=1"), "nothing" },
	{ ONE("blockers=fs.read_file path=\"/a\" dev=\"v\""), "nothing" },
	{ ONE("blockers=fs.change_topology" FILE_AT("/mnt")), "never" },

	{ ONE("blockers=net.bind_tcp src=8080"),
	  "port 8080 net.bind_tcp|again" },
	{ ONE("blockers=net.bind_udp"), "port 0 net.bind_udp|again" },
	{ ONE("blockers=net.connect_tcp dest=443"),
	  "port 443 net.connect_tcp|again" },
	{ ONE("blockers=net.connect_tcp"), "nothing" },
	{ ONE("blockers=net.connect_send_udp dest=53"),
	  "port 53 net.connect_send_udp|again; port 0 net.bind_udp|optional" },
	{ ONE("blockers=net.connect_send_udp"), "nothing" },
	{ ONE("blockers=scope.signal opid=1 ocomm=\"a\""),
	  "scope scope.signal|again" },
	{ ONE("blockers=scope.abstract_unix_socket path=0061"),
	  "scope scope.abstract_unix_socket|again" },
	{ ONE("blockers=ptrace opid=1 ocomm=\"a\""), "never" },
	{ ONE("blockers=fs.frobnicate,fs.read_file" FILE_AT("/a")),
	  "path /a fs.read_file|again; unknown" },
	{ ONE("blockers=quota"), "unknown" },
	{ ONE("blockers=fs.read_fi"), "nothing" },
};

static void test_samples(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(samples); i++)
		assert_string_equal(suggestions(denial_of(samples[i].lines)),
				    samples[i].expected);
}

/* More names than there is room for. */
static void test_full(void **state)
{
	char from[4096] = ACCESS("5", "blockers=fs.refer");
	char to[4096] = ACCESS("5", "blockers=fs.make_reg");
	const char *const lines[] = { from, to, NULL };
	struct llk_denial *denial;
	size_t i;

	(void)state;
	for (i = 0; i < 63; i++) {
		sprintf(from + strlen(from), ",x.a%zu", i);
		sprintf(to + strlen(to), ",x.b%zu", i);
	}
	strcat(from, FILE_AT("/a"));
	strcat(to, FILE_AT("/b"));
	denial = denial_of(lines);
	for (i = 0; llk_denial_suggestion(denial, i); i++)
		;
	assert_int_equal(i, 72);
	assert_int_equal(llk_suggestion_rights(llk_denial_suggestion(denial,
						0)), LLK_FS_REFER);
	assert_int_equal(llk_suggestion_rights(llk_denial_suggestion(denial,
						1)), LLK_FS_MAKE_REG);
}

/* ---- Text -------------------------------------------------------------------- */

struct wording {
	const char *line;
	const char *words, *call, *option, *quiet_words, *quiet_call;
};

static const struct wording wordings[] = {
	{ ACCESS("5", "blockers=fs.write_file,fs.read_file" FILE_AT("/a/b")),
	  "allow fs.write_file, fs.read_file on \"/a/b\"; more may be denied "
	  "after it",
	  "llk_allow_path(rs, \"/a/b\", LLK_FS_WRITE_FILE | LLK_FS_READ_FILE, "
	  "0);", "--rw /a/b",
	  "stop logging denials of fs.write_file, fs.read_file on \"/a/b\", "
	  "from Linux 7.2 on",
	  "llk_quiet(rs, LLK_FS, LLK_FS_WRITE_FILE | LLK_FS_READ_FILE); "
	  "llk_allow_path(rs, \"/a/b\", 0, LLK_QUIET);" },
	{ ACCESS("5", "blockers=net.bind_udp"),
	  "allow net.bind_udp on port 0 (any that is free); more may be denied "
	  "after it",
	  "llk_allow_port(rs, 0, LLK_NET_BIND_UDP, 0);", "--bind-udp 0",
	  "stop logging denials of net.bind_udp on port 0 (any that is free), "
	  "from Linux 7.2 on",
	  "llk_quiet(rs, LLK_NET, LLK_NET_BIND_UDP); llk_allow_port(rs, 0, 0, "
	  "LLK_QUIET);" },
	{ ACCESS("5", "blockers=scope.signal opid=1 ocomm=\"a\""),
	  "no rule can allow it: leave scope.signal out of the ruleset, or run "
	  "both processes in one sandbox; more may be denied after it",
	  "llk_exclude(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL);", "",
	  "stop logging denials of scope.signal, from Linux 7.2 on",
	  "llk_quiet(rs, LLK_SCOPE, LLK_SCOPE_SIGNAL);" },
	{ ACCESS("5", "blockers=fs.change_topology" FILE_AT("/")),
	  "no rule can allow it: in a sandbox with file rules nothing can be "
	  "mounted, moved or unmounted: do it before", "", "", "", "" },
	{ ACCESS("5", "blockers=net.connect_tcp"),
	  "no rule can be suggested: the kernel did not tell the port", "", "",
	  "", "" },
	{ ACCESS("5", "blockers=quota"),
	  "this library does not know \"quota\": the kernel is newer", "", "",
	  "", "" },
	{ "audit: type=1423 audit(1.000:5): domain=1f blockers=fs.execute,"
	  "fs.make_dir,fs.make_reg" FILE_AT("/a"),
	  "allow fs.execute on \"/a\", which the file would gain by the move; "
	  "or let the program copy it, as mv(1) does; more may be denied after "
	  "it; first make sure that it is true: every user can write into this "
	  "log", "llk_allow_path(rs, \"/a\", LLK_FS_EXECUTE, 0);", "--rx /a",
	  "stop logging denials of fs.execute on \"/a\", from Linux 7.2 on",
	  "llk_quiet(rs, LLK_FS, LLK_FS_EXECUTE); llk_allow_path(rs, \"/a\", 0, "
	  "LLK_QUIET);" },
};

static void test_texts(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(wordings); i++) {
		const struct wording *w = &wordings[i];
		struct llk_denial *d = denial_of_line(w->line);

		assert_string_equal(suggested(d, 0, LLK_TEXT_WORDS, 0),
				    w->words);
		assert_string_equal(suggested(d, 0, LLK_TEXT_CALL, 0), w->call);
		assert_string_equal(suggested(d, 0, LLK_TEXT_OPTION, 0),
				    w->option);
		assert_string_equal(suggested(d, 0, LLK_TEXT_WORDS, LLK_QUIET),
				    w->quiet_words);
		assert_string_equal(suggested(d, 0, LLK_TEXT_CALL, LLK_QUIET),
				    w->quiet_call);
		assert_string_equal(suggested(d, 0, LLK_TEXT_OPTION, LLK_QUIET),
				    "");
	}
	assert_string_equal(suggested(denial_of_line(
		ACCESS("5", "blockers=fs.execute" FILE_AT("/a"))), 1,
		LLK_TEXT_WORDS, 0),
		"mostly needed with it: allow fs.read_file on \"/a\"");
}

/* The options that allow it, and least else. */
static void test_options(void **state)
{
	static const char *const cases[][2] = {
		{ "fs.read_file", "--ro /a" }, { "fs.read_dir", "--ro /a" },
		{ "fs.execute", "--rx /a" }, { "fs.write_file", "--rw /a" },
		{ "fs.write_file,fs.execute", "--rx /a --rw /a" },
		{ "fs.ioctl_dev", "--dev /a" }, { "fs.make_reg", "--rw /a" },
		{ "fs.resolve_unix", "--unix /a" }, { "fs.make_char", "" },
		{ "fs.make_block", "" }, { "fs.refer", "--rw /a" },
	};
	char line[256];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		sprintf(line, ACCESS("5", "blockers=%s" FILE_AT("/a")),
			cases[i][0]);
		assert_string_equal(suggested(denial_of_line(line), 0,
					      LLK_TEXT_OPTION, 0),
				    cases[i][1]);
	}
	/* Of everything a call can allow one right; an option cannot. */
	assert_string_equal(suggested(denial_of_line(ACCESS("5",
		"blockers=fs.read_dir" FILE_AT("/"))), 0, LLK_TEXT_OPTION, 0),
		"");
	assert_string_equal(suggested(denial_of_line(ACCESS("5",
		"blockers=fs.read_dir" FILE_AT("/"))), 0, LLK_TEXT_CALL, 0),
		"llk_allow_path(rs, \"/\", LLK_FS_READ_DIR, 0);");
	assert_string_equal(suggested(denial_of_line(ACCESS("5",
		"blockers=net.connect_send_udp dest=53")), 0, LLK_TEXT_OPTION,
		0), "--connect-udp 53");
}

/* ---- Any path ------------------------------------------------------------------ */

/* The denial of reading a path of any bytes. */
static struct llk_denial *reading(const char *path)
{
	static char line[4096];
	const unsigned char *s = (const unsigned char *)path;

	strcpy(line, ACCESS("5", "blockers=fs.read_file path="));
	for (; *s; s++)
		sprintf(line + strlen(line), "%02X", *s);
	strcat(line, " dev=\"vda\" ino=4");
	return denial_of_line(line);
}

static const char *const paths[] = {
	"/plain/p_a.t-h+x,1:2=3@4%5", "/with space", "/it's", "/''", "/'",
	"/\"q\"", "/back\\slash\\", "/$HOME/`id`/$(id)/!!/*?[a]~#&;|<>(){}",
	"/nl\nx", "/nl\n'x", "/end\n", "/end\n\n\n", "/\n\n\na\n\n", "/\n'",
	"/tab\there", "/esc\033[31mred\033]0;title\007", "/del\177",
	"/\303\251t\303\251", "/bad\303", "/bad\303(", "/over\300\257long",
	"/c1\302\233m", "/\n\303\251", "/lone\377\376", "/%s%n%%", "/-x",
	"/a?\?/b", "/surrogate\355\240\200", "/\364\220\200\200", "/\001\n",
};

/* The shell itself reads the word, and gives back the path. */
static void test_shell(void **state)
{
	char command[8192], back[4096];
	size_t i, length;
	FILE *pipe;

	(void)state;
	if (access("/bin/sh", X_OK))
		skip();
	for (i = 0; i < COUNT(paths); i++) {
		const char *option = suggested(reading(paths[i]), 0,
					       LLK_TEXT_OPTION, 0);

		assert_memory_equal(option, "--ro ", 5);
		sprintf(command, "printf %%s %s", option + 5);
		pipe = popen(command, "r");
		assert_non_null(pipe);
		length = fread(back, 1, sizeof(back), pipe);
		assert_int_equal(pclose(pipe), 0);
		assert_int_equal(length, strlen(paths[i]));
		assert_memory_equal(back, paths[i], length);
	}
}

/* Nothing that a terminal would obey, in any text. */
static void test_terminal(void **state)
{
	char buf[4096];
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(paths); i++) {
		struct llk_denial *denial = reading(paths[i]);
		const char *texts[] = {
			suggested(denial, 0, LLK_TEXT_WORDS, 0), buf,
		};

		for (k = 0; k < COUNT(texts); k++) {
			const char *s = texts[k];

			llk_denial_explain(denial, buf, sizeof(buf));
			for (; *s; s++)
				assert_true((unsigned char)*s >= 0x20 &&
					    *s != 0x7f);
			assert_null(strstr(texts[k], "\302\233"));
		}
	}
	assert_string_equal(suggested(reading("/e\033[m\"\\?\303\251\377"), 0,
				      LLK_TEXT_CALL, 0),
		"llk_allow_path(rs, \"/e\\033[m\\\"\\\\\\?\303\251\\377\", "
		"LLK_FS_READ_FILE, 0);");
	assert_string_equal(suggested(reading("/e\033[m\"\\\303\251\377"), 0,
				      LLK_TEXT_WORDS, 0),
		"allow fs.read_file on \"/e\\x1b[m\\\"\\\\\303\251\\xff\"; more "
		"may be denied after it");
}

static void test_escape(void **state)
{
	char buf[64], small[4];
	size_t length;

	(void)state;
	length = llk_escape("a\0\033\\\303\251\303\n", 8, buf, sizeof(buf));
	assert_string_equal(buf, "a\\x00\\x1b\\\\\303\251\\xc3\\x0a");
	assert_int_equal(length, strlen(buf));
	/* Half of a character at the end; strict UTF-8. */
	llk_escape("\303\251", 1, buf, sizeof(buf));
	assert_string_equal(buf, "\\xc3");
	llk_escape("\340\237\277\340\240\200\355\240\200\360\217\277\277"
		   "\360\237\230\200\364\220\200\200\364\217\277\277", 24, buf,
		   sizeof(buf));
	assert_non_null(strstr(buf, "\\xe0\\x9f\\xbf\340\240\200\\xed\\xa0"));
	assert_int_equal(llk_escape("\360\237\230\200", 4, buf, sizeof(buf)), 4);
	assert_int_equal(llk_escape("\364\220\200\200", 4, buf, sizeof(buf)),
			 16);
	assert_int_equal(llk_escape("\342\202(", 3, buf, sizeof(buf)), 9);
	assert_int_equal(llk_escape("abcdef", 6, small, sizeof(small)), 6);
	assert_string_equal(small, "abc");
	assert_int_equal(llk_escape("", 0, NULL, 0), 0);
}

/* ---- Explaining ----------------------------------------------------------------- */

#define BOX	"; sandbox 1f"
#define DOMAIN(mode) \
	"type=1424 msg=audit(1.000:5): domain=1f status=allocated mode=" mode \
	" pid=3 uid=4 exe=\"/bin/box\" comm=\"box\""

static const struct sample explained[] = {
	{ { ACCESS("5", "blockers=fs.read_file" FILE_AT("/a b")),
	    DOMAIN("enforcing"), CALL("5", "-13") },
	  "\"mv\" (process 7, \"/bin/mv\") was not allowed to open a file for "
	  "reading: \"/a b\"; missing: fs.read_file; sandbox 1f made by \"box\" "
	  "(process 3, \"/bin/box\")" },
	{ { ACCESS("5", "blockers=fs.make_dir" FILE_AT("/a")),
	    DOMAIN("permissive") },
	  "a process would not be allowed to make a directory: \"/a\"; missing: "
	  "fs.make_dir; sandbox 1f made by \"box\" (process 3, \"/bin/box\")\n"
	  "  This is the directory; the kernel does not tell the name in it." },
	{ { TRACE("1.0", "deny_access_fs: domain=1f same_exec=0 logged=0 "
		  "blockers=read_file dev=8:2 ino=4 path=/a") },
	  "\"mv\" (thread 7) was not allowed to open a file for reading: "
	  "\"/a\"; missing: fs.read_file" BOX "\n  Audit has no record of it: "
	  "the sandbox's log flags or a quiet rule keep it out." },
	{ ONE("blockers=fs.ioctl_dev path=\"/dev/null\" dev=\"d\" ino=3 "
	      "ioctlcmd=0x1234"),
	  "a process was not allowed to ioctl on a device: \"/dev/null\"; "
	  "missing: fs.ioctl_dev" BOX "\n  The ioctl command ends in 0x1234." },
	{ { ACCESS("5", "blockers=fs.refer" FILE_AT("/a")),
	    ACCESS("5", "blockers=fs.make_reg,fs.refer" FILE_AT("/b")) },
	  "a process was not allowed to rename or link from \"/a\" to \"/b\"; "
	  "missing in the first: fs.refer; in the second: fs.make_reg, fs.refer"
	  BOX },
	{ ONE("blockers=fs.execute,fs.make_dir" FILE_AT("/a")),
	  "a process was not allowed to rename or link a file from or to "
	  "\"/a\"; missing: fs.execute, fs.make_dir" BOX "\n  In its new place "
	  "the file would have more rights than the sandbox gives it where it "
	  "is. The kernel refuses that (EXDEV), and lists all that the "
	  "directories lack, not what the move needs." },
	{ ONE("blockers=net.connect_tcp daddr=::1 dest=443"),
	  "a process was not allowed to connect to a TCP port: port 443, "
	  "address \"::1\"; missing: net.connect_tcp" BOX "\n  Rules are about "
	  "ports, not about addresses." },
	{ ONE("blockers=net.bind_tcp"),
	  "a process was not allowed to bind a TCP port: port 0 (any that is "
	  "free); missing: net.bind_tcp" BOX },
	{ ONE("blockers=net.connect_tcp"),
	  "a process was not allowed to connect to a TCP port: a port that the "
	  "record does not name; missing: net.connect_tcp" BOX "\n  The kernel "
	  "does not tell the port of this call." },
	{ ONE("blockers=scope.signal opid=12 ocomm=\"py\""),
	  "a process was not allowed to send signals to processes outside: "
	  "process 12 \"py\"; missing: scope.signal" BOX },
	{ ONE("blockers=ptrace"),
	  "a process was not allowed to trace or inspect a process outside: a "
	  "process that the record does not name; missing: ptrace" BOX "\n  The "
	  "kernel names the innermost sandbox, whichever one denies it." },
	{ ONE("blockers=scope.abstract_unix_socket path=00611B"),
	  "a process was not allowed to connect to abstract Unix sockets made "
	  "outside: \"a\\x1b\"; missing: scope.abstract_unix_socket" BOX },
	{ ONE("blockers=scope.abstract_unix_socket"),
	  "a process was not allowed to connect to abstract Unix sockets made "
	  "outside: a socket that the record does not name; missing: "
	  "scope.abstract_unix_socket" BOX },
	{ ONE("blockers=fs.change_topology name=\"/\" dev=\"proc\" ino=1"),
	  "a process was not allowed to mount, move or unmount a file system: "
	  "\"/\"; missing: fs.change_topology" BOX },
	{ ONE("blockers=ptrace,quota,fs.change_topology"),
	  "a process was not allowed to mount, move or unmount a file system, "
	  "trace or inspect a process outside, do something that this library "
	  "does not know: a file that the record does not name; missing: ptrace,"
	  " quota, fs.change_topology" BOX "\n  The kernel names the innermost "
	  "sandbox, whichever one denies it." },
	{ ONE("blockers=quota"),
	  "a process was not allowed to do something that this library does not "
	  "know; missing: quota" BOX },
	{ ONE("blockers=fs.read_file path=\"/a\" dev="),
	  "a process was not allowed to open a file for reading: a file that "
	  "the record does not name; missing: fs.read_file" BOX "\n  No rule "
	  "can be suggested: the record is cut off: the path is not known." },
	{ { "audit: type=1423 audit(1.000:5): domain=1f blockers=quota" },
	  "a process was not allowed to do something that this library does not "
	  "know; missing: quota" BOX "\n  This is from a log that every user "
	  "can write into." },
};

static void test_explain(void **state)
{
	char buf[2048], small[10];
	size_t i, length;

	(void)state;
	for (i = 0; i < COUNT(explained); i++) {
		length = llk_denial_explain(denial_of(explained[i].lines), buf,
					    sizeof(buf));
		assert_string_equal(buf, explained[i].expected);
		assert_int_equal(length, strlen(buf));
	}
	llk_denial_explain(NULL, buf, sizeof(buf));
	assert_string_equal(buf, "no denial");
	assert_int_equal(llk_denial_explain(denial_of(explained[0].lines),
					    small, sizeof(small)),
			 strlen(explained[0].expected));
	assert_string_equal(small, "\"mv\" (pro");
}

static void test_arguments(void **state)
{
	const struct llk_suggestion *s;
	size_t length = 77;

	(void)state;
	s = llk_denial_suggestion(denial_of_line(ACCESS("5",
		"blockers=fs.read_file" FILE_AT("/abc"))), 0);
	assert_string_equal(llk_suggestion_path(s, &length), "/abc");
	assert_int_equal(length, 4);
	assert_int_equal(llk_suggestion_count(s), 1);
	assert_int_equal(llk_suggestion_first(s), 1000000000);
	assert_int_equal(llk_suggestion_last(s), 1000000000);
	errno = STALE;
	assert_int_equal(llk_suggestion_text(NULL, 0, 0, NULL, 0), 0);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(llk_suggestion_text(s, -1, 0, NULL, 0), 0);
	assert_int_equal(llk_suggestion_text(s, 3, 0, NULL, 0), 0);
	assert_int_equal(llk_suggestion_text(s, 0, ~LLK_QUIET, NULL, 0), 0);
	assert_int_equal(llk_suggestion_kind(NULL), 0);
	assert_int_equal(llk_suggestion_flags(NULL), 0);
	assert_int_equal(llk_suggestion_class(NULL), 0);
	assert_int_equal(llk_suggestion_rights(NULL), 0);
	assert_null(llk_suggestion_path(NULL, NULL));
	assert_int_equal(llk_suggestion_port(NULL), -1);
	assert_int_equal(llk_suggestion_count(NULL), 0);
	assert_int_equal(llk_suggestion_first(NULL), 0);
	assert_int_equal(llk_suggestion_last(NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_shell),
		cmocka_unit_test(test_terminal),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_explain),
		cmocka_unit_test(test_arguments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}

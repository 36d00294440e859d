/* SPDX-License-Identifier: MIT */
/*
 * The table of access rights, scopes and flags: names, classes, bits, the
 * first ABI version, and what they mean.  Masks, names, the man pages' tables
 * and the tests come from it.
 */
#include <errno.h>
#include <string.h>

#include "internal.h"

/* X(class, name, bit, first ABI version, valid on non-directories, text) */
#define RIGHTS(X) \
	X(FS, "fs.execute", LLK_FS_EXECUTE, 1, true, "execute a file") \
	X(FS, "fs.write_file", LLK_FS_WRITE_FILE, 1, true, \
	  "open a file for writing") \
	X(FS, "fs.read_file", LLK_FS_READ_FILE, 1, true, \
	  "open a file for reading") \
	X(FS, "fs.read_dir", LLK_FS_READ_DIR, 1, false, \
	  "open or list a directory") \
	X(FS, "fs.remove_dir", LLK_FS_REMOVE_DIR, 1, false, \
	  "remove or rename a directory") \
	X(FS, "fs.remove_file", LLK_FS_REMOVE_FILE, 1, false, \
	  "remove or rename a file") \
	X(FS, "fs.make_char", LLK_FS_MAKE_CHAR, 1, false, \
	  "make a character device") \
	X(FS, "fs.make_dir", LLK_FS_MAKE_DIR, 1, false, "make a directory") \
	X(FS, "fs.make_reg", LLK_FS_MAKE_REG, 1, false, "make a regular file") \
	X(FS, "fs.make_sock", LLK_FS_MAKE_SOCK, 1, false, \
	  "make a Unix socket file") \
	X(FS, "fs.make_fifo", LLK_FS_MAKE_FIFO, 1, false, "make a named pipe") \
	X(FS, "fs.make_block", LLK_FS_MAKE_BLOCK, 1, false, \
	  "make a block device") \
	X(FS, "fs.make_sym", LLK_FS_MAKE_SYM, 1, false, \
	  "make a symbolic link") \
	X(FS, "fs.refer", LLK_FS_REFER, 2, false, \
	  "rename or link between directories") \
	X(FS, "fs.truncate", LLK_FS_TRUNCATE, 3, true, "truncate a file") \
	X(FS, "fs.ioctl_dev", LLK_FS_IOCTL_DEV, 5, true, "ioctl on a device") \
	X(FS, "fs.resolve_unix", LLK_FS_RESOLVE_UNIX, 9, true, \
	  "connect or send to a named Unix socket") \
	X(NET, "net.bind_tcp", LLK_NET_BIND_TCP, 4, false, "bind a TCP port") \
	X(NET, "net.connect_tcp", LLK_NET_CONNECT_TCP, 4, false, \
	  "connect to a TCP port") \
	X(NET, "net.bind_udp", LLK_NET_BIND_UDP, 10, false, "bind a UDP port") \
	X(NET, "net.connect_send_udp", LLK_NET_CONNECT_SEND_UDP, 10, false, \
	  "connect or send to a UDP port") \
	X(SCOPE, "scope.abstract_unix_socket", \
	  LLK_SCOPE_ABSTRACT_UNIX_SOCKET, 6, false, \
	  "connect to abstract Unix sockets made outside") \
	X(SCOPE, "scope.signal", LLK_SCOPE_SIGNAL, 6, false, \
	  "send signals to processes outside") \
	X(RESTRICT_SELF, "restrict_self.log_same_exec_off", \
	  LLKI_RESTRICT_LOG_SAME_EXEC_OFF, 7, false, \
	  "do not log denials of this program") \
	X(RESTRICT_SELF, "restrict_self.log_new_exec_on", \
	  LLKI_RESTRICT_LOG_NEW_EXEC_ON, 7, false, \
	  "log denials of executed programs") \
	X(RESTRICT_SELF, "restrict_self.log_subdomains_off", \
	  LLKI_RESTRICT_LOG_SUBDOMAINS_OFF, 7, false, \
	  "do not log denials of nested sandboxes") \
	X(RESTRICT_SELF, "restrict_self.tsync", LLKI_RESTRICT_TSYNC, 8, false, \
	  "restrict all threads at once") \
	X(RESTRICT_SELF, "restrict_self.no_new_privs", \
	  LLKI_RESTRICT_NO_NEW_PRIVS, 11, false, \
	  "set no_new_privs with the restriction") \
	X(ADD_RULE, "add_rule.quiet", LLKI_ADD_RULE_QUIET, 10, false, \
	  "do not log denials on the object of a rule")

#define ROW(class, name, bit, abi, on_file, text) \
	{ bit, LLK_##class, abi, on_file },
const struct llki_right llki_rights[] = { RIGHTS(ROW) };
const size_t llki_rights_count = sizeof(llki_rights) / sizeof(llki_rights[0]);

#define WORDS(class, name, bit, abi, on_file, text) { name, text },
const struct llki_right_words llki_right_words[] = { RIGHTS(WORDS) };

static const char linux_versions[][8] = {
	"5.13", "5.19", "6.2", "6.7", "6.10", "6.12",
	"6.15", "7.0", "7.1", "7.2", "7.3",
};
_Static_assert(sizeof(linux_versions) / sizeof(linux_versions[0]) ==
	       LLK_ABI_LATEST, "one Linux version for each ABI version");

uint32_t llki_class(int index)
{
	return UINT32_C(1) << index;
}

int llki_class_index(uint32_t cls)
{
	int i;

	for (i = 0; i < LLKI_CLASSES; i++)
		if (cls == llki_class(i))
			return i;
	return -1;
}

/* Every rule is held against these masks: constants instead of a loop. */
#define IF_ON_FILE(class, name, bit, abi, on_file, text) \
	| ((on_file) ? (bit) : 0)
#define IF_FS(class, name, bit, abi, on_file, text) \
	| (LLK_##class == LLK_FS ? (bit) : 0)
#define IF_NET(class, name, bit, abi, on_file, text) \
	| (LLK_##class == LLK_NET ? (bit) : 0)
#define IF_SCOPE(class, name, bit, abi, on_file, text) \
	| (LLK_##class == LLK_SCOPE ? (bit) : 0)

const uint64_t llki_file_rights = UINT64_C(0) RIGHTS(IF_ON_FILE);

const uint64_t llki_known_rights[LLKI_CLASSES] = {
	[LLKI_FS] = UINT64_C(0) RIGHTS(IF_FS),
	[LLKI_NET] = UINT64_C(0) RIGHTS(IF_NET),
	[LLKI_SCOPE] = UINT64_C(0) RIGHTS(IF_SCOPE),
};

static const struct llki_right *find(uint32_t cls, uint64_t bit)
{
	size_t i;

	for (i = 0; i < llki_rights_count; i++)
		if (llki_rights[i].cls == cls && llki_rights[i].bit == bit)
			return &llki_rights[i];
	return NULL;
}

static const struct llki_right_words *find_words(uint32_t cls, uint64_t bit)
{
	const struct llki_right *right = find(cls, bit);

	return right ? &llki_right_words[right - llki_rights] : NULL;
}

/* These two are asked at every start of every program, so the table is in their
   code: where it is a page of data, reading it costs as much as several rules. */
#define ADD_IF_SINCE(class, name, bit, since, on_file, text) \
	if (cls == LLK_##class && abi >= (since)) \
		rights |= (bit);

uint64_t llk_abi_rights(int abi, uint32_t cls)
{
	uint64_t rights = 0;

	if (abi > LLK_ABI_LATEST)
		return 0;
	RIGHTS(ADD_IF_SINCE)
	return rights;
}

#define RETURN_IF_SAME(class, name, bit, since, on_file, text) \
	if (cls == LLK_##class && right == (bit)) \
		return since;

int llk_right_abi(uint32_t cls, uint64_t right)
{
	RIGHTS(RETURN_IF_SAME)
	return 0;
}

const char *llk_abi_linux(int abi)
{
	if (abi < 1 || abi > LLK_ABI_LATEST)
		return NULL;
	return linux_versions[abi - 1];
}

const char *llk_right_name(uint32_t cls, uint64_t right)
{
	const struct llki_right_words *words = find_words(cls, right);

	return words ? words->name : NULL;
}

int llk_right_from_name(const char *name, uint32_t *cls, uint64_t *right)
{
	size_t i;

	if (!name || !cls || !right) {
		errno = EINVAL;
		return -1;
	}
	for (i = 0; i < llki_rights_count; i++) {
		if (strcmp(llki_right_words[i].name, name) != 0)
			continue;
		*cls = llki_rights[i].cls;
		*right = llki_rights[i].bit;
		return 0;
	}
	errno = ENOENT;
	return -1;
}

int llk_right_on_file(uint32_t cls, uint64_t right)
{
	const struct llki_right *r = find(cls, right);

	return r && r->on_file;
}

const char *llk_right_text(uint32_t cls, uint64_t right)
{
	const struct llki_right_words *words = find_words(cls, right);

	return words ? words->text : NULL;
}

static uint64_t letter_rights(char letter)
{
	switch (letter) {
	case 'r':
		return LLK_READ;
	case 'w':
		return LLK_FS_WRITE_FILE | LLK_FS_TRUNCATE;
	case 'x':
		return LLK_EXECUTE;
	case 'c':
		return LLK_WRITE & ~(LLK_FS_WRITE_FILE | LLK_FS_TRUNCATE);
	default:
		return 0;
	}
}

int llk_parse_permissions(const char *permissions, uint64_t *rights)
{
	uint64_t all = 0, more;
	const char *p;

	if (!permissions || !*permissions || !rights)
		goto invalid;
	for (p = permissions; *p; p++) {
		more = letter_rights(*p);
		if (!more || all & more)
			goto invalid;
		all |= more;
	}
	*rights = all;
	return 0;
invalid:
	errno = EINVAL;
	return -1;
}

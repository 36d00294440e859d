/* SPDX-License-Identifier: MIT */
/*
 * The table of access rights, scopes and flags: names, classes, bits, the
 * first ABI version, and what they mean.  Masks, names, the man pages' tables
 * and the tests come from it.
 */
#include <errno.h>
#include <string.h>

#include "internal.h"

#define FS(name, bit, abi, on_file, text) \
	{ "fs." name, LLK_FS, LLK_FS_##bit, abi, on_file, text }
#define NET(name, bit, abi, text) \
	{ "net." name, LLK_NET, LLK_NET_##bit, abi, false, text }
#define SCOPE(name, bit, abi, text) \
	{ "scope." name, LLK_SCOPE, LLK_SCOPE_##bit, abi, false, text }
#define RESTRICT(name, bit, abi, text) \
	{ "restrict_self." name, LLK_RESTRICT_SELF, LLKI_RESTRICT_##bit, abi, \
	  false, text }

const struct llki_right llki_rights[] = {
	FS("execute", EXECUTE, 1, true, "execute a file"),
	FS("write_file", WRITE_FILE, 1, true, "open a file for writing"),
	FS("read_file", READ_FILE, 1, true, "open a file for reading"),
	FS("read_dir", READ_DIR, 1, false, "open or list a directory"),
	FS("remove_dir", REMOVE_DIR, 1, false,
	   "remove or rename a directory"),
	FS("remove_file", REMOVE_FILE, 1, false, "remove or rename a file"),
	FS("make_char", MAKE_CHAR, 1, false, "make a character device"),
	FS("make_dir", MAKE_DIR, 1, false, "make a directory"),
	FS("make_reg", MAKE_REG, 1, false, "make a regular file"),
	FS("make_sock", MAKE_SOCK, 1, false, "make a Unix socket file"),
	FS("make_fifo", MAKE_FIFO, 1, false, "make a named pipe"),
	FS("make_block", MAKE_BLOCK, 1, false, "make a block device"),
	FS("make_sym", MAKE_SYM, 1, false, "make a symbolic link"),
	FS("refer", REFER, 2, false,
	   "rename or link between directories"),
	FS("truncate", TRUNCATE, 3, true, "truncate a file"),
	FS("ioctl_dev", IOCTL_DEV, 5, true, "ioctl on a device"),
	FS("resolve_unix", RESOLVE_UNIX, 9, true,
	   "connect or send to a named Unix socket"),
	NET("bind_tcp", BIND_TCP, 4, "bind a TCP port"),
	NET("connect_tcp", CONNECT_TCP, 4, "connect to a TCP port"),
	NET("bind_udp", BIND_UDP, 10, "bind a UDP port"),
	NET("connect_send_udp", CONNECT_SEND_UDP, 10,
	    "connect or send to a UDP port"),
	SCOPE("abstract_unix_socket", ABSTRACT_UNIX_SOCKET, 6,
	      "connect to abstract Unix sockets made outside"),
	SCOPE("signal", SIGNAL, 6, "send signals to processes outside"),
	RESTRICT("log_same_exec_off", LOG_SAME_EXEC_OFF, 7,
		 "do not log denials of this program"),
	RESTRICT("log_new_exec_on", LOG_NEW_EXEC_ON, 7,
		 "log denials of executed programs"),
	RESTRICT("log_subdomains_off", LOG_SUBDOMAINS_OFF, 7,
		 "do not log denials of nested sandboxes"),
	RESTRICT("tsync", TSYNC, 8, "restrict all threads at once"),
	RESTRICT("no_new_privs", NO_NEW_PRIVS, 11,
		 "set no_new_privs with the restriction"),
	{ "add_rule.quiet", LLK_ADD_RULE, LLKI_ADD_RULE_QUIET, 10, false,
	  "do not log denials on the object of a rule" },
};
const size_t llki_rights_count = sizeof(llki_rights) / sizeof(llki_rights[0]);

static const char *const linux_versions[] = {
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

uint64_t llki_file_rights(void)
{
	uint64_t rights = 0;
	size_t i;

	for (i = 0; i < llki_rights_count; i++)
		if (llki_rights[i].on_file)
			rights |= llki_rights[i].bit;
	return rights;
}

static const struct llki_right *find(uint32_t cls, uint64_t bit)
{
	size_t i;

	for (i = 0; i < llki_rights_count; i++)
		if (llki_rights[i].cls == cls && llki_rights[i].bit == bit)
			return &llki_rights[i];
	return NULL;
}

uint64_t llk_abi_rights(int abi, uint32_t cls)
{
	uint64_t rights = 0;
	size_t i;

	if (abi > LLK_ABI_LATEST)
		return 0;
	for (i = 0; i < llki_rights_count; i++)
		if (llki_rights[i].cls == cls && llki_rights[i].abi <= abi)
			rights |= llki_rights[i].bit;
	return rights;
}

const char *llk_abi_linux(int abi)
{
	if (abi < 1 || abi > LLK_ABI_LATEST)
		return NULL;
	return linux_versions[abi - 1];
}

const char *llk_right_name(uint32_t cls, uint64_t right)
{
	const struct llki_right *r = find(cls, right);

	return r ? r->name : NULL;
}

int llk_right_from_name(const char *name, uint32_t *cls, uint64_t *right)
{
	size_t i;

	if (!name || !cls || !right) {
		errno = EINVAL;
		return -1;
	}
	for (i = 0; i < llki_rights_count; i++) {
		if (strcmp(llki_rights[i].name, name) != 0)
			continue;
		*cls = llki_rights[i].cls;
		*right = llki_rights[i].bit;
		return 0;
	}
	errno = ENOENT;
	return -1;
}

int llk_right_abi(uint32_t cls, uint64_t right)
{
	const struct llki_right *r = find(cls, right);

	return r ? r->abi : 0;
}

int llk_right_on_file(uint32_t cls, uint64_t right)
{
	const struct llki_right *r = find(cls, right);

	return r && r->on_file;
}

const char *llk_right_text(uint32_t cls, uint64_t right)
{
	const struct llki_right *r = find(cls, right);

	return r ? r->text : NULL;
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

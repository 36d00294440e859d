/* SPDX-License-Identifier: MIT */
/*
 * The library's own statement of the kernel interface against the kernel's
 * header, as far as an installed one goes, and against the numbers themselves.
 * Built a second time as if no header was there.
 */
#include "unit.h"

#include <sys/syscall.h>

#ifdef __has_include
#if __has_include(<linux/landlock.h>) && !defined(UNIT_NO_KERNEL_HEADER)
#include <linux/landlock.h>
#endif
#endif

#define SAME(ours, theirs) \
	_Static_assert((ours) == (theirs), #ours " is not " #theirs)
#define SAME_FIELD(struct_name, field) \
	_Static_assert(offsetof(struct llki_##struct_name, field) == \
		       offsetof(struct landlock_##struct_name, field) && \
		       sizeof(((struct llki_##struct_name *)0)->field) == \
		       sizeof(((struct landlock_##struct_name *)0)->field), \
		       #struct_name "." #field)

#ifdef LANDLOCK_CREATE_RULESET_VERSION
SAME(LLKI_CREATE_VERSION, LANDLOCK_CREATE_RULESET_VERSION);
SAME_FIELD(ruleset_attr, handled_access_fs);
SAME_FIELD(path_beneath_attr, allowed_access);
SAME_FIELD(path_beneath_attr, parent_fd);
_Static_assert(sizeof(struct llki_path_beneath_attr) ==
	       sizeof(struct landlock_path_beneath_attr), "packed");
_Static_assert(LLKI_RULE_PATH_BENEATH == (int)LANDLOCK_RULE_PATH_BENEATH,
	       "rule type");
SAME(LLK_FS_EXECUTE, LANDLOCK_ACCESS_FS_EXECUTE);
SAME(LLK_FS_WRITE_FILE, LANDLOCK_ACCESS_FS_WRITE_FILE);
SAME(LLK_FS_READ_FILE, LANDLOCK_ACCESS_FS_READ_FILE);
SAME(LLK_FS_READ_DIR, LANDLOCK_ACCESS_FS_READ_DIR);
SAME(LLK_FS_REMOVE_DIR, LANDLOCK_ACCESS_FS_REMOVE_DIR);
SAME(LLK_FS_REMOVE_FILE, LANDLOCK_ACCESS_FS_REMOVE_FILE);
SAME(LLK_FS_MAKE_CHAR, LANDLOCK_ACCESS_FS_MAKE_CHAR);
SAME(LLK_FS_MAKE_DIR, LANDLOCK_ACCESS_FS_MAKE_DIR);
SAME(LLK_FS_MAKE_REG, LANDLOCK_ACCESS_FS_MAKE_REG);
SAME(LLK_FS_MAKE_SOCK, LANDLOCK_ACCESS_FS_MAKE_SOCK);
SAME(LLK_FS_MAKE_FIFO, LANDLOCK_ACCESS_FS_MAKE_FIFO);
SAME(LLK_FS_MAKE_BLOCK, LANDLOCK_ACCESS_FS_MAKE_BLOCK);
SAME(LLK_FS_MAKE_SYM, LANDLOCK_ACCESS_FS_MAKE_SYM);
#endif
#ifdef LANDLOCK_CREATE_RULESET_ERRATA
SAME(LLKI_CREATE_ERRATA, LANDLOCK_CREATE_RULESET_ERRATA);
#endif
#ifdef LANDLOCK_ACCESS_FS_REFER
SAME(LLK_FS_REFER, LANDLOCK_ACCESS_FS_REFER);
#endif
#ifdef LANDLOCK_ACCESS_FS_TRUNCATE
SAME(LLK_FS_TRUNCATE, LANDLOCK_ACCESS_FS_TRUNCATE);
#endif
#ifdef LANDLOCK_ACCESS_FS_IOCTL_DEV
SAME(LLK_FS_IOCTL_DEV, LANDLOCK_ACCESS_FS_IOCTL_DEV);
#endif
#ifdef LANDLOCK_ACCESS_FS_RESOLVE_UNIX
SAME(LLK_FS_RESOLVE_UNIX, LANDLOCK_ACCESS_FS_RESOLVE_UNIX);
#endif
#ifdef LANDLOCK_ACCESS_NET_BIND_TCP
SAME(LLK_NET_BIND_TCP, LANDLOCK_ACCESS_NET_BIND_TCP);
SAME(LLK_NET_CONNECT_TCP, LANDLOCK_ACCESS_NET_CONNECT_TCP);
SAME_FIELD(ruleset_attr, handled_access_net);
SAME_FIELD(net_port_attr, allowed_access);
SAME_FIELD(net_port_attr, port);
_Static_assert(LLKI_RULE_NET_PORT == (int)LANDLOCK_RULE_NET_PORT, "rule type");
#endif
#ifdef LANDLOCK_ACCESS_NET_BIND_UDP
SAME(LLK_NET_BIND_UDP, LANDLOCK_ACCESS_NET_BIND_UDP);
#endif
#ifdef LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP
SAME(LLK_NET_CONNECT_SEND_UDP, LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP);
#endif
#ifdef LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET
SAME(LLK_SCOPE_ABSTRACT_UNIX_SOCKET, LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET);
SAME_FIELD(ruleset_attr, scoped);
#endif
#ifdef LANDLOCK_SCOPE_SIGNAL
SAME(LLK_SCOPE_SIGNAL, LANDLOCK_SCOPE_SIGNAL);
#endif
#ifdef LANDLOCK_RESTRICT_SELF_LOG_SAME_EXEC_OFF
SAME(LLKI_RESTRICT_LOG_SAME_EXEC_OFF,
     LANDLOCK_RESTRICT_SELF_LOG_SAME_EXEC_OFF);
#endif
#ifdef LANDLOCK_RESTRICT_SELF_LOG_NEW_EXEC_ON
SAME(LLKI_RESTRICT_LOG_NEW_EXEC_ON, LANDLOCK_RESTRICT_SELF_LOG_NEW_EXEC_ON);
#endif
#ifdef LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF
SAME(LLKI_RESTRICT_LOG_SUBDOMAINS_OFF,
     LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF);
#endif
#ifdef LANDLOCK_RESTRICT_SELF_TSYNC
SAME(LLKI_RESTRICT_TSYNC, LANDLOCK_RESTRICT_SELF_TSYNC);
#endif
#ifdef LANDLOCK_RESTRICT_SELF_NO_NEW_PRIVS
SAME(LLKI_RESTRICT_NO_NEW_PRIVS, LANDLOCK_RESTRICT_SELF_NO_NEW_PRIVS);
#endif
#ifdef LANDLOCK_ADD_RULE_QUIET
SAME(LLKI_ADD_RULE_QUIET, LANDLOCK_ADD_RULE_QUIET);
SAME_FIELD(ruleset_attr, quiet_access_fs);
SAME_FIELD(ruleset_attr, quiet_access_net);
SAME_FIELD(ruleset_attr, quiet_scoped);
#endif

#ifdef __NR_landlock_create_ruleset
SAME(LLKI_NR_CREATE_RULESET, __NR_landlock_create_ruleset);
SAME(LLKI_NR_ADD_RULE, __NR_landlock_add_rule);
SAME(LLKI_NR_RESTRICT_SELF, __NR_landlock_restrict_self);
#endif

static void test_g11_flags(void **state)
{
	(void)state;
	assert_int_equal(LLKI_CREATE_VERSION, 0x1);
	assert_int_equal(LLKI_CREATE_ERRATA, 0x2);
	assert_int_equal(LLKI_RULE_PATH_BENEATH, 1);
	assert_int_equal(LLKI_RULE_NET_PORT, 2);
	assert_int_equal(LLKI_ADD_RULE_QUIET, 0x1);
	assert_int_equal(LLKI_RESTRICT_LOG_SAME_EXEC_OFF, 0x1);
	assert_int_equal(LLKI_RESTRICT_LOG_NEW_EXEC_ON, 0x2);
	assert_int_equal(LLKI_RESTRICT_LOG_SUBDOMAINS_OFF, 0x4);
	assert_int_equal(LLKI_RESTRICT_TSYNC, 0x8);
	assert_int_equal(LLKI_RESTRICT_NO_NEW_PRIVS, 0x10);
	/* What the public header gives is passed on as it is. */
	assert_int_equal(LLK_LOG_SAME_EXEC_OFF, 0x1);
	assert_int_equal(LLK_LOG_NEW_EXEC_ON, 0x2);
	assert_int_equal(LLK_LOG_SUBDOMAINS_OFF, 0x4);
}

static void test_structures(void **state)
{
	(void)state;
	assert_int_equal(sizeof(struct llki_ruleset_attr), 48);
	assert_int_equal(offsetof(struct llki_ruleset_attr,
				  handled_access_fs), 0);
	assert_int_equal(offsetof(struct llki_ruleset_attr,
				  handled_access_net), 8);
	assert_int_equal(offsetof(struct llki_ruleset_attr, scoped), 16);
	assert_int_equal(offsetof(struct llki_ruleset_attr,
				  quiet_access_fs), 24);
	assert_int_equal(offsetof(struct llki_ruleset_attr,
				  quiet_access_net), 32);
	assert_int_equal(offsetof(struct llki_ruleset_attr, quiet_scoped), 40);
	assert_int_equal(sizeof(struct llki_path_beneath_attr), 12);
	assert_int_equal(offsetof(struct llki_path_beneath_attr, parent_fd),
			 8);
	assert_int_equal(sizeof(struct llki_net_port_attr), 16);
	assert_int_equal(offsetof(struct llki_net_port_attr, port), 8);
}

static void test_call_numbers(void **state)
{
	const long base = LLKI_NR_CREATE_RULESET;

	(void)state;
#if defined(__x86_64__) && !defined(__ILP32__)
	assert_int_equal(base, 444);
#endif
	/* On every machine some offset and 444, but on alpha. */
	assert_true(base == 554 || base % 1000 == 444 ||
		    base == 0x40000000 + 444);
	assert_int_equal(LLKI_NR_ADD_RULE, base + 1);
	assert_int_equal(LLKI_NR_RESTRICT_SELF, base + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_g11_flags),
		cmocka_unit_test(test_structures),
		cmocka_unit_test(test_call_numbers),
	};

	return unit_run(tests);
}

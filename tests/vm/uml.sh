#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds a user-mode Linux kernel with Landlock that takes landlock_abi=N on its
# command line and then behaves towards programs as ABI version N, 1 to 6.
#
#   sh tests/vm/uml.sh DEBIAN-LINUX-SOURCE-PACKAGE OUTPUT
#
# For the ABI versions that no packaged kernel has.  What programs can ask for
# is emulated; what is enforced is the code of the newer kernel, without the
# bugs of its time.  Needs a C compiler, make, flex, bison, bc and xz, 2.5 GB
# of disk for the time of the build and a few minutes.

set -eu
package=$1
output=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/landlock-uml.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# What the tests use of a kernel, on top of nothing.
options='64BIT ADVISE_SYSCALLS BINFMT_ELF BINFMT_SCRIPT BLK_DEV_INITRD DEVTMPFS
	EPOLL EVENTFD FILE_LOCKING FUTEX INET INOTIFY_USER IPV6 IPC_NS IO_URING
	MULTIUSER NAMESPACES NET NET_NS NULL_CHAN PID_NS POSIX_TIMERS PRINTK
	PROC_FS PROC_SYSCTL SECCOMP SECCOMP_FILTER SECURITY
	SECURITY_LANDLOCK SECURITY_NETWORK SECURITY_PATH SHMEM SIGNALFD SSL
	STDERR_CONSOLE SYSFS SYSVIPC TIMERFD TMPFS TTY UNIX UNIX98_PTYS USER_NS
	UTS_NS'

fail() {
	printf 'uml.sh: %s\n' "$*" >&2
	exit 1
}

# edit FILE PATTERN SCRIPT: a sed script at the lines that match; there must be
# one such line, or this is not the source that the script was written for.
edit() {
	[ "$(grep -c -- "$2" "$1")" -eq 1 ] ||
		fail "${1##*/} has not exactly one line like '$2'"
	sed -i "/$2/$3" "$1"
}

emulate() {
	file=$1/security/landlock/syscalls.c

	cat >"$work/variable" <<'END'

static int emulated_abi __ro_after_init = LANDLOCK_ABI_VERSION;

static int __init set_emulated_abi(char *text)
{
	get_option(&text, &emulated_abi);
	return 1;
}
__setup("landlock_abi=", set_emulated_abi);
END
	# The masks of a ruleset that are beyond the struct of that version,
	# then the rights that it did not know.
	cat >"$work/check" <<'END'
	if ((emulated_abi < 6 && ruleset_attr.scoped) ||
	    (emulated_abi < 4 && ruleset_attr.handled_access_net))
		return -E2BIG;
	if ((emulated_abi < 5 && ruleset_attr.handled_access_fs &
				 LANDLOCK_ACCESS_FS_IOCTL_DEV) ||
	    (emulated_abi < 3 && ruleset_attr.handled_access_fs &
				 LANDLOCK_ACCESS_FS_TRUNCATE) ||
	    (emulated_abi < 2 && ruleset_attr.handled_access_fs &
				 LANDLOCK_ACCESS_FS_REFER))
		return -EINVAL;

END
	edit "$file" '^#define LANDLOCK_ABI_VERSION 6$' "r $work/variable"
	edit "$file" 'return landlock_abi_version;' \
		's/landlock_abi_version/emulated_abi/'
	edit "$file" 'return landlock_errata;' \
		's/landlock_errata/emulated_abi < 6 ? -EINVAL : &/'
	# N makes sed write out what r has read, before this line.
	edit "$file" 'Checks content (and 32-bits cast)' "{
		r $work/check
		N
	}"
	edit "$file" 'add_rule_net_port(ruleset, rule_attr);' \
		's/add_rule_net_port/emulated_abi < 4 ? -EINVAL : &/'
}

# The registers of a processor with AMX are more than this kernel has room for: it
# can read the first of them, but not set them, and no program runs.  What cannot
# be set as a whole is to be left to the older call, which takes those of SSE.
only_registers_that_fit() {
	edit "$1/arch/x86/um/os-Linux/registers.c" 'NT_X86_XSTATE, &iov) == 0' \
		's/ == 0/& \&\& !ptrace(PTRACE_SETREGSET, pid, NT_X86_XSTATE, \&iov)/'
}

build() {
	nice make -C "$1" ARCH=um O="$work/build" -j"$(nproc)" \
		KCONFIG_ALLCONFIG="$work/options" "$2" >>"$work/log" 2>&1 || {
		tail -n 30 "$work/log" >&2
		fail "make $2 failed"
	}
}

mkdir "$work/build"
dpkg-deb --fsys-tarfile "$package" |
	tar -xO --wildcards './usr/src/linux-source-*.tar.xz' |
	tar -xJ -C "$work"
source=$(echo "$work"/linux-source-*)
emulate "$source"
only_registers_that_fit "$source"

for option in $options; do
	echo "CONFIG_$option=y"
done >"$work/options"
cat >>"$work/options" <<'END'
CONFIG_LSM="landlock"
CONFIG_CON_CHAN="null"
CONFIG_SSL_CHAN="null"
END
build "$source" allnoconfig
grep -q '^CONFIG_SECURITY_LANDLOCK=y' "$work/build/.config" ||
	fail 'the configuration came out without Landlock'
build "$source" linux
strip -o "$output" "$work/build/linux"

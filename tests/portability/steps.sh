# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Sourced by tests/run.sh: its steps with other processors, C libraries and
# compilers, and with the packages of distributions.

portability=$top/tests/portability
machines='arm64 armhf i386 ppc64el riscv64 s390x'
compilers='gcc-10 gcc-11 gcc-12 gcc-13 gcc-14 clang-13 clang-16 clang-19
	clang-22'

# gets FILE COMMAND...: its output, to a file; a skip or a failure is counted.
gets() {
	output=$1
	shift
	"$@" >"$output" 2>"$build/errors"
	status=$?
	cat "$build/errors" >>"$log"
	case $status in
	0)	return 0 ;;
	77)	add 0 0 1
		printf '%s\t%s\n' "$(tail -n 1 "$build/errors")" "$name" \
			>>"$build/skips" ;;
	*)	cat "$output" >>"$log"
		add 0 1 0 ;;
	esac
	return 1
}

# What is installed is the header as it is, everywhere.
same_header() {
	$as meson install -C "$out/$name" --no-rebuild --tags devel,runtime \
		--destdir "$out/$name/installed" &&
	for header in "$top"/include/*.h; do
		found=$(find "$out/$name/installed" -name "${header##*/}")
		cmp "$found" "$header" || return 1
	done
}

# emulated MACHINE: the emulator has no Landlock, so the live suite would skip;
# one of its tests shows that it does.
emulated() {
	begin "$1" "$1, cross compiled, in qemu-user"
	if gets "$build/$1.cross" sh "$top/tests/cross.sh" "$1" qemu; then
		compile "" --cross-file "$build/$1.cross" &&
			run_tests --suite unit --suite fuzz &&
			run_tests fs &&
			check same_header
	fi
	end
}

# musl-gcc has no kernel headers; the system's are the same.  musl's ioctl(2)
# takes an int.
with_musl() {
	begin musl 'musl-gcc'
	if gets "$build/musl.found" sh "$portability/musl.sh"; then
		read -r cmocka headers <"$build/musl.found"
		export PKG_CONFIG_LIBDIR="$cmocka"
		compile musl-gcc -Ddefault_library=both \
			"-Dc_args=-idirafter $headers -Wno-overflow" &&
			run_tests --suite unit --suite fuzz --suite live \
				--suite examples &&
			run_tests data header installed installed_static \
				symbols &&
			check same_header
		unset PKG_CONFIG_LIBDIR
	fi
	end
}

# As distributions build: optimised at link time, and hardened.
with_lto() {
	begin lto 'gcc, link time optimisation, hardened'
	compile gcc -Dbuildtype=release -Db_lto=true -Ddefault_library=both \
		"-Dc_args=-D_FORTIFY_SOURCE=2 -fstack-protector-strong" \
		"-Dc_link_args=-Wl,-z,relro,-z,now" &&
		run_tests --suite unit --suite live --no-suite model &&
		check same_header
	end
}

compilers_system() {
	. "$top/tests/debian.sh"
	need_root
	need_mirror
	# shellcheck disable=SC2086 # words
	clean_system compilers 'trixie bookworm bullseye' libc6-dev meson \
		ninja-build pkgconf libcmocka-dev $compilers >&2
	echo "$system"
}

# Each compiler in one clean system, which has them all.
with_compilers() {
	begin compilers 'a clean system with many compilers'
	if ! gets "$build/compilers" eval '(compilers_system)'; then
		end
		return
	fi
	. "$top/tests/debian.sh"
	copy=$(mktemp -d /var/tmp/liblandlock.XXXXXX) || exit 1
	root=$copy/root
	mkdir "$root"
	check unpack_system
	end
	src=$root/tmp/src
	out=$root/tmp/out
	as="enter $root builder"
	for compiler in $compilers; do
		begin "$compiler" "$compiler"
		compile "$compiler" -Ddefault_library=both &&
			run_tests --suite unit --suite fuzz &&
			check same_header
		rm -rf "${out:?}/$name"
		end
	done
	src=$top
	out=$build
	as=
	rm -rf "$copy"
	copy=
}

# A path below $root means the same file inside and outside.
unpack_system() {
	tar -xf "$(cat "$build/compilers")" -C "$root" &&
	mkdir -p "$root$copy" "$root/tmp/src" "$root/tmp/out" &&
	ln -s / "$root$root" &&
	for file in "$top"/*; do
		[ "$file" = "$build" ] || cp -R "$file" "$root/tmp/src"
	done &&
	chmod -R go+rX "$root/tmp/src" "$copy" &&
	chroot "$root" chown -R builder /tmp/src /tmp/out
}

packaging() {
	begin packages 'packages for Debian and rpm, in clean systems'
	gets "$build/packages" sh "$top/tests/packaging/run.sh" && add 1 0 0
	end
}

# A machine of 32 bits, and one of the other byte order.
portability_quick() {
	emulated armhf
	emulated s390x
	with_musl
	with_lto
	packaging
}

portability_all() {
	for machine in $machines; do
		emulated "$machine"
	done
	with_musl
	with_lto
	with_compilers
	packaging
}

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Wrong options are the same errors on every kernel: status 125, the option and
# its value named, and the command not run.
set -eu
. "$(dirname "$0")/lib.sh"

# refused TEXT OPTION...: stderr has TEXT, and nothing ran
refused() {
	text=$1
	shift
	rm -f "$work/ran"
	run "$sandboxer" --rx / --rw "$work" "$@"
	expect_status 125
	expect_error "sandboxer: "
	expect_error "$text"
	[ ! -e "$work/ran" ] || fail "it ran nevertheless: $command"
}

# wrong OPTION [VALUE]: both are named
wrong() {
	refused "$*" "$@" -- touch "$work/ran"
}

run "$sandboxer" --help
expect_status 0
for option in --ro --rw --rx --dev --unix --ro-try --rw-try --rx-try --dev-try \
	--unix-try --connect-tcp --bind-tcp --connect-udp --bind-udp --no-net \
	--scope --strict --abi --log --log-from --verbose --help 125 126 127; do
	grep -Fq -e "$option" "$work/out" || fail "--help: nothing on $option"
done
[ ! -s "$work/err" ] || fail "--help writes to stderr"
cp "$work/out" "$work/help"
run "$sandboxer" -h
expect_status 0
cmp -s "$work/out" "$work/help" || fail "-h is not --help"

run "$sandboxer"
expect_status 125
expect_error "no command"
refused "no command"
refused "no command" --
for option in --frobnicate -x - --rox --ro-tr --no-net-try --connect-tcp-try; do
	refused "$option: no such option" "$option" /
done
for option in --ro --rw --rx --dev --unix --rx-try --connect-tcp --bind-udp \
	--scope --abi; do
	refused "$option: no such option, or its value is missing" "$option"
done

for option in --connect-tcp --bind-tcp --connect-udp --bind-udp; do
	for port in 65536 70000 99999999999999999999999 -1 +1 " 1" "1 " "" x \
		80- -80 80-443-8080 443-80 1-65536 80,443 0x50 ANY; do
		wrong "$option" "$port"
	done
done
for scope in "" signals "signal,abstract" ALL 1; do
	wrong --scope "$scope"
done
for version in 0 12 -1 +7 x "" 7x 99999999999999999999999; do
	wrong --abi "$version"
done

# What an old ABI version cannot restrict at all is not forgotten in silence.
refused "--abi 3: cannot restrict the network" --abi 3 --no-net true
refused "--abi 3: cannot restrict the network" --connect-tcp 80 --abi 3 true
refused "--abi 5: cannot restrict signals" --abi 5 --scope signal true

# Paths: an error by default, only a missing one is tolerated.
touch "$work/file"
ln -s loop "$work/loop"
for option in --ro --rw --rx --dev --unix; do
	wrong "$option" "$work/missing"
	wrong "$option" "$work/file/missing"
	wrong "$option" ""
	expect_error "does not exist"
	refused "$work/loop" "$option-try" "$work/loop" touch "$work/ran"
done

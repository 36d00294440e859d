#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The table agrees with itself, with the kernel's version and with what a
# sandbox changes.
set -eu
. "$(dirname "$0")/lib.sh"

run "$EXAMPLES/abi"
if [ "$abi" -eq 0 ]; then
	expect_status 1
	head -n 1 "$work/out" | grep -Eq 'ENOSYS|EOPNOTSUPP|EPERM|EACCES' ||
		fail "no reason for the absence"
else
	expect_status 0
	grep -Eq "^Landlock ABI: $abi \(" "$work/out" || fail "no version"
	grep -Eq '^errata fixed:( [0-9]+)+$|^errata fixed: (none|this)' \
		"$work/out" || fail "no errata"
	grep -Eq '^layers left: ([0-9]|1[0-6])$' "$work/out" || fail "no layers"
fi

# rows CLASS COUNT: how many rights it has up to ABI 11
rows() {
	count=$(grep -c "^$1\." "$work/out")
	[ "$count" -eq "$2" ] || fail "$count rows of $1, not $2"
}
rows fs 17
rows net 4
rows scope 2
rows restrict_self 5
rows add_rule 1

# here: by the version; a kernel may have less than that, and never more.
awk -v abi="$abi" '
	/^[a-z_]+\.[a-z_0-9]+ / {
		if ($2 < 1 || $2 > 11 || $3 !~ /^[5-9]\.[0-9]+$/)
			bad = bad "\n" $0
		if ($4 == "yes" ? $2 > abi : $4 != "no")
			bad = bad "\n" $0
		if ($5 != "-" && ($5 != "yes" || $1 !~ /^fs\./))
			bad = bad "\n" $0
		if (NF < 7)
			bad = bad "\n" $0
		files += $5 == "yes"
		if ($2 == 1 && $4 == "yes")
			first++
	}
	END {
		if (files != 6)
			bad = bad "\n" files " rights on files, not 6"
		if (first != (abi ? 13 : 0))
			bad = bad "\n" first " rights of ABI 1"
		if (bad)
			print "wrong:" bad
		exit bad != ""
	}' "$work/out" >"$work/err" || fail "the table"

# Columns: each starts where its title does.
awk '
	/^right or flag / { linux = index($0, "Linux"); text = index($0, "what") }
	/^[a-z_]+\.[a-z_0-9]+ / {
		if (index($0, $3) != linux || substr($0, text - 1, 1) != " " ||
		    substr($0, text, 1) == " ")
			bad = 1
	}
	END { exit bad }' "$work/out" || fail "the columns are not aligned"

# A sandbox takes one of the 16 layers.
if [ "$abi" -gt 0 ]; then
	before=$(sed -n 's/^layers left: //p' "$work/out")
	run "$sandboxer" --rx / -- "$EXAMPLES/abi"
	expect_status 0
	expect_line "layers left: $((before - 1))"
	run "$sandboxer" --rx / -- "$sandboxer" --rx / -- "$EXAMPLES/abi"
	expect_status 0
	expect_line "layers left: $((before - 2))"
fi

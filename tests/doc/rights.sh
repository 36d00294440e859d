#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The tables of liblandlock(7) say what the library says.
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2046,SC2086
$CC $warnings $SANITIZE "$here/rights.c" -o "$work/program" \
	$(pkg_config --cflags --libs) || fail 'rights.c does not compile'
run "$work/program" | sort >"$work/library"

awk '
	/^\.S[hs] / { title = substr($0, 5); next }
	# A row of tbl(1).
	/^LLK_.*\t/ { print title "\t" $0; next }
	/^\.It .* Pq ABI [0-9]*, Linux / {
		sub(/^\.It (Dv|Cm) /, "")
		sub(/,/, "", $4)
		row = title "\t" $1 "\t" $4 "\t" $6
		getline
		print row "\t" $0
	}
	title == "ABI versions" && /^\.It [0-9]/ {
		print title "\t" $2 "\t" $4
	}
' "$pages/liblandlock.7" | sort >"$work/page"
same 'the library' "$work/library" 'liblandlock(7)' "$work/page"

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# doc/degradation.svg is well-formed and says what the library says.
. "$(dirname "$0")/lib.sh"

picture=$TOP/doc/degradation.svg
! command -v xmllint >/dev/null 2>&1 || xmllint --noout "$picture" ||
	fail 'it is not well-formed'

# "CLASS: TEXT" for each text in a group whose last class is CLASS.
awk '
	/<g / { class = "" }
	/<g / && match($0, /class="[^"]*"/) {
		n = split(substr($0, RSTART + 7, RLENGTH - 8), names, " ")
		class = names[n]
	}
	/<rect/ && class ~ /^(none|partial|full)$/ { print "cell: " class }
	/<\/g>/ { class = "" }
	class != "" && match($0, />[^<]*<\/text>/) {
		print class ": " substr($0, RSTART + 1, RLENGTH - 8)
	}
' "$picture" >"$work/said"

# Its request, with paths that are there, and are not, on every machine.
sed -n "s/^request: //p" "$work/said" |
	sed "s,/srv,$dir,; s,/etc/app.conf,$work/missing," >"$work/request.h"
[ "$(wc -l <"$work/request.h")" -eq 5 ] || fail 'there is no request'
# shellcheck disable=SC2046,SC2086
$CC $warnings $SANITIZE "$here/picture.c" -I"$work" -o "$work/program" \
	$(pkg_config --cflags --libs) || fail 'the request does not compile'
run "$work/program" >"$work/out" || fail "status $?"

# Of the lists, a line for each word; the order is the picture's.
awk -F ': ' '
	$1 ~ /^(restricted|WEAKER|TIGHTER|COSMETIC|EQUIVALENT)$/ {
		n = split($2, words, " ")
		for (i = 1; i <= n; i++)
			print $1 ": " words[i]
		next
	}
	$1 ~ /^(accepts|cell|linux)$/
' "$work/said" | sort >"$work/picture"
sed "s,$work/missing,/etc/app.conf," "$work/out" | sort >"$work/library"
diff "$work/picture" "$work/library" ||
	fail 'the picture (<) and the library (>) differ'

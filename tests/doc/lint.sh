#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The pages are clean for mandoc and groff, no line of them is wider than 80
# columns, and code can be copied from a terminal.
. "$(dirname "$0")/lib.sh"

# narrow: no line is wider than a terminal, bold and underlined as it may be.
narrow() {
	sed "s/.$(printf '\b')//g" |
		awk 'length > 80 { print; wide = 1 } END { exit wide }'
}

for page in "$pages"/*.[37]; do
	# Outside of code a "-" may become a hyphen that no compiler takes.
	awk '/^\.Bd -literal/ { code = 1; next }
	     /^\.Ed/ { code = 0 }
	     code { line = $0; gsub(/\\-/, "", line) }
	     code && line ~ /[-`^~\047]/ {
		print FILENAME ":" FNR ": needs \\- \\(aq \\(ga \\(ha \\(ti: " $0
		bad = 1
	     }
	     END { exit bad }' "$page" || fail "$page: see above"
done

command -v mandoc >/dev/null 2>&1 || skip 'there is no mandoc command'
for page in "$pages"/*.[37]; do
	# Pages of others may not be there; links.sh looks for our own.
	mandoc -T lint "$page" 2>&1 |
		grep -v 'referenced manual not found\|outdated mandoc\.db' \
		>"$work/lint"
	[ ! -s "$work/lint" ] || { cat "$work/lint"; fail "$page"; }
	mandoc -T ascii -O width=78 "$page" | narrow ||
		fail "$page: wider than 80 columns"
done

# What most systems show them with.
command -v groff >/dev/null 2>&1 || exit 0
for page in "$pages"/*.[37]; do
	groff -t -mandoc -Tascii -P-c -ww -rLL=78n "$page" \
		2>"$work/warnings" | narrow ||
		fail "$page: wider than 80 columns"
	[ ! -s "$work/warnings" ] || { cat "$work/warnings"; fail "$page"; }
done

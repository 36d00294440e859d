# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Sourced by the scripts of this directory: what the manual pages say, for
# comparing.  Needs what tests/guide/lib.sh needs.
# shellcheck source=../guide/lib.sh
. "$TOP/tests/guide/lib.sh"

here=$TOP/tests/doc
# What is to be documented.
headers='liblandlock.h liblandlock-denials.h'
maps='liblandlock.map liblandlock-denials.map'
# The pages, and where they are installed.
pages=$TOP/doc
# shellcheck disable=SC2034
man=$(dirname "$(dirname "$(find "$STAGE" -name liblandlock.7)")")

# Every public function.
functions() {
	for map in $maps; do
		grep -o 'llk_[a-z0-9_]*' "$TOP/src/$map"
	done | sort -u
}

# one_space: a declaration a line, with spaces only where C needs them.
one_space() {
	sed 's/[[:space:]][[:space:]]*/ /g; s/^ //; s/ $//
	     s/ *\([*(),;]\) */\1/g'
}

# The headers' declarations.
header_prototypes() {
	for header in $headers; do
		printf '#include <%s>\n' "$header"
	done | $CC -E -P -I"$TOP/include" - | tr '\n' ' ' | tr ';' '\n' |
		grep 'llk_[a-z0-9_]* *(' |
		sed 's/__attribute__ *(([^()]*))//; s/extern "C" *{//' |
		one_space | sort
}

# Those of the pages' synopses.
page_prototypes() {
	cat "$pages"/*.3 | awk '
		/^\.Sh / { inside = $2 == "SYNOPSIS" }
		!inside { next }
		/^\.Ft / { type = substr($0, 5) }
		/^\.Fn / {
			n = split(substr($0, 5), part, "\"")
			# Without quotes: a name and at most "void".
			line = type " " part[1] "("
			type = "no type"
			if (n == 1)
				sub(/ void\($/, "(void", line)
			for (i = 2; i <= n; i += 2)
				line = line (i > 2 ? "," : "") part[i]
			print line ")"
		}
	' | one_space | sort
}

# "FUNCTION ERRNO": in a page's section ERRORS a list is about the functions
# that the words before it name.
page_errnos() {
	cat "$pages"/*.3 | awk '
		/^\.Sh / { inside = $2 == "ERRORS"; n = 0 }
		!inside { next }
		/^\.Bl / { list = 1; next }
		/^\.El/ { list = 0; n = 0; next }
		!list && /^\.Fn / { name[n++] = $2 }
		list && /^\.It Bq Er / {
			for (i = 0; i < n; i++)
				print name[i], $4
		}
	' | sort
}

# The names of errno.
errno_names() {
	printf '#include <errno.h>\n' | $CC -E -dM - |
		sed -n 's/^#define \(E[A-Z0-9]*\) .*/\1/p' | sort -u
}

# "FUNCTION ERRNO": what the functions' comments have after "Return:".
header_errnos() {
	for header in $headers; do
		cat "$TOP/include/$header"
	done | awk '
		/^ \* llk_[a-z0-9_]* - / { name = $2; inside = 0 }
		/\*\// { name = "" }
		/^ \* Return:/ { inside = 1 }
		name != "" && inside {
			gsub(/[^A-Za-z0-9_]/, " ")
			for (i = 1; i <= NF; i++)
				if ($i ~ /^E[A-Z0-9]*$/)
					print name, $i
		}
	' | sort -u
}

# same TEXT FILE TEXT FILE
same() {
	diff "$2" "$4" || fail "$1 (<) and $3 (>) differ"
}

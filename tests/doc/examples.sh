#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each piece of code on the pages compiles, and whole programs do what the page
# says.  A line .\" before a display says what it is: "statements: NAME", with
# rs as their ruleset, "functions: NAME", "program: NAME"; "output: NAME", what
# texts.c prints but for spaces; "input: NAME" and "printed: NAME", what the
# program of that name reads, where indented lines go on with the line before,
# and prints; or "text".
. "$(dirname "$0")/lib.sh"

mkdir "$work/code"
for page in "$pages"/*.[37]; do
	awk -v page="$(basename "$page")" -v dir="$work/code" '
		/^\.\\" (statements|functions|program|output|input|printed): / {
			file = dir "/" page "-" $3 "." substr($2, 1, length($2) - 1)
		}
		/^\.\\" text$/ { file = "/dev/null" }
		/^\.Ed/ { inside = 0; file = "" }
		inside {
			gsub(/\\-/, "-")
			gsub(/\\\(aq/, "\047")
			gsub(/\\e/, "\\")
			print >file
		}
		/^\.Bd -literal/ {
			inside = 1
			if (file == "") {
				print page ":" FNR ": what is it?"
				exit 1
			}
		}
	' "$page" || fail 'a display does not say what it is'
	set -- "$work/code/$(basename "$page")"-*
	[ -e "$1" ] || fail "$page has no example"
done

# compile FILE FLAG...: with what the examples take for granted.
# shellcheck disable=SC2046,SC2086
compile() {
	file=$1
	shift
	{
		case $file in *.program) ;; *)
			printf '#define _GNU_SOURCE\n'
			printf '#include <%s.h>\n' err errno fcntl stdio \
				stdlib string unistd
			printf '#include <%s>\n' $headers
			;;
		esac
		case $file in
		*.statements)
			printf 'void f(struct llk_ruleset *rs);\n'
			printf 'void f(struct llk_ruleset *rs)\n{\n'
			cat "$file"
			printf '(void)rs;\n}\n'
			;;
		*)	cat "$file" ;;
		esac
	} >"$file.c"
	$CC $warnings $SANITIZE $(pkg_config --cflags) "$file.c" "$@" ||
		fail "$file does not compile"
}

# shellcheck disable=SC2046,SC2086
$CC $warnings $SANITIZE "$here/texts.c" -o "$work/texts" \
	$(pkg_config --cflags --libs) || fail 'texts.c does not compile'
for file in "$work"/code/*.output; do
	name=${file##*-}
	run "$work/texts" "${name%.output}" | tr -s ' \n' '  ' >"$work/said"
	tr -s ' \n' '  ' <"$file" >"$work/shown"
	same 'the library' "$work/said" "$file" "$work/shown"
done

for file in "$work"/code/*.statements "$work"/code/*.functions; do
	compile "$file" -c -o "$work/object"
done

for file in "$work"/code/*.program; do
	case ${file##*/} in
	liblandlock.7-look.program)
		# shellcheck disable=SC2046
		compile "$file" -o "$work/program" $(pkg_config --libs)
		: >"$dir/file"
		: >"$work/outside"
		try "$dir" "$dir/file" "$work/outside"
		expect "$dir/file: open"
		if has fs.read_file; then
			expect_message "$work/outside: Permission denied"
		else
			expect "$work/outside: open"
		fi
		[ "$(level fs net)" -eq 0 ] || expect_message 'enforced'
		! run "$work/program" "$dir/missing" "$dir/file" \
			>"$work/out" 2>"$work/err" ||
			show 'a missing path is no error'
		expect_message "missing\": it does not exist"
		;;
	liblandlock-denials.7-why.program)
		package=liblandlock-denials
		# shellcheck disable=SC2046
		compile "$file" -o "$work/program" $(pkg_config --libs)
		# shellcheck disable=SC2034
		package=
		awk '{ if (!sub(/^ +/, " ") && NR > 1) printf "\n"
		       printf "%s", $0 } END { print "" }' \
			"${file%.program}.input" >"$work/log"
		run "$work/program" <"$work/log" >"$work/out" 2>"$work/err" ||
			show "status $?"
		tr -s ' \n' '  ' <"$work/out" >"$work/said"
		tr -s ' \n' '  ' <"${file%.program}.printed" >"$work/shown"
		same 'the program' "$work/said" "$file" "$work/shown"
		;;
	llk_spawn.3-shell.program)
		sed "s,\"/tmp\",\"$dir\"," "$file" >"$work/code/shell"
		mv "$work/code/shell" "$file"
		# shellcheck disable=SC2046
		compile "$file" -o "$work/program" $(pkg_config --libs)
		cat >"$work/script" <<-END_OF_SCRIPT
		echo new >$dir/new && echo 'inside: written'
		(echo new >$work/new) 2>/dev/null && echo 'outside: written'
		exit 3
		END_OF_SCRIPT
		run "$work/program" <"$work/script" >"$work/out" 2>"$work/err"
		[ $? -eq 3 ] || show 'not the status of the shell'
		expect 'inside: written'
		if has fs.make_reg; then
			! grep -q outside "$work/out" || show 'not confined'
		else
			expect 'outside: written'
		fi
		;;
	*)	fail "no test runs ${file##*/}" ;;
	esac
done

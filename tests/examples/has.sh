# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Sourced by the tests of examples and of the guide: what this kernel restricts,
# as the example abi says.  Needs EXAMPLES and $work.

"$EXAMPLES/abi" >"$work/abi" || :
abi=$(sed -n 's/^Landlock ABI: \([0-9]*\) .*/\1/p' "$work/abi")
abi=${abi:-0}

# has RIGHT
has() {
	awk -v right="$1" '$1 == right { yes = $4 == "yes" }
			   END { exit !yes }' "$work/abi"
}

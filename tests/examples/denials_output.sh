#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What landlock-denials shows, in each form, and what the filters leave.
set -eu
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/denials.sh"

# 2026-11-22 04:36:19 and after, in UTC.
TZ=UTC
export TZ
{
	domain_record 179
	denied_record 179 fs.read_file "$(file /etc/passwd)"
	denied_record 180 fs.read_file "$(file /etc/passwd)"
	exe=/opt/other denied_record 181 fs.write_file "$(file /srv/x/one)"
	denied_record 182 net.connect_tcp daddr=192.0.2.7 dest=443
	denied_record 183 net.bind_tcp
	denied_record 184 scope.signal 'opid=1 ocomm="init"'
	denied_record 185 fs.read_file "$(file /srv/x/two)"
	denied_record 186 fs.read_file "$(file /srv/x/three)"
	rename_record 187
	domain_end 190 12
} >"$log"

# ---- Text

run "$denials" "$log"
expect_status 0
[ ! -s "$work/err" ] || fail "errors: $command"
[ "$(grep -c '^20' "$work/out")" -eq 9 ] || fail "not nine denials"
expect_output '2026-11-22 04:36:19.562'
expect_output /usr/bin/app
expect_output fs.read_file
! grep -q "$(printf '\033')" "$work/out" || fail "colours in a file"

run "$denials" --suggest "$log"
expect_output '=> '
expect_output net.connect_tcp
run "$denials" --suggest --as option "$log"
expect_output '=> --ro /etc/passwd'
expect_output '=> --connect-tcp 443'
run "$denials" --suggest --as call "$log"
expect_output '=> llk_allow_path(rs, "/etc/passwd", LLK_FS_READ_FILE, 0);'
run "$denials" --suggest --silence --as call "$log"
expect_output LLK_QUIET

# ---- Filters

# shown N OPTION...
shown() {
	wanted=$1
	shift
	run "$denials" --json "$@" "$log"
	expect_status 0
	expect_lines "$wanted"
}

shown 9
shown 7 --exe app
shown 7 --exe /usr/bin/app
shown 1 --exe /opt/other
shown 9 --exe sandboxer
shown 0 --exe /bin/app
shown 9 --domain 1600be771
shown 0 --domain 1600be772
shown 9 --pid 4242
shown 9 --pid 4200
shown 0 --pid 4243
shown 9 --since @1795322179
shown 8 --since @1795322180
shown 1 --until @1795322180
shown 2 --since @1795322180 --until @1795322182
shown 7 --since '2026-11-22 04:36:21' --until 2026-11-23
shown 9 --since 2026-11-22
shown 9 --since '2026-11-22 04:36'
shown 0 --until 2026-11-22
shown 0 --until 20000d
shown 1 --exe app --since @1795322182 --until @1795322183

# ---- JSON

run "$denials" --json --suggest "$log"
json 'd["domain"] == "1600be771" and d["time"] > 1795322178 and d["pid"] == 4242'
json 'd["domain_pid"] == 4200 and d["domain_exe"] == "/usr/bin/sandboxer"'
json 'd["blockers"] and all(s["kind"] and "text" in s for s in d["suggestions"])'
run "$denials" --json --since @1795322182 --until @1795322183 "$log"
json 'd["port"] == 443 and d["address"] == "192.0.2.7" and "path" not in d'
run "$denials" --json --since @1795322187 "$log"
json 'd["path"] == "/srv/a" and d["to"]["path"] == "/srv/b" and d["exit"] == -18'

# ---- Summaries

run "$denials" --summary --as option "$log"
expect_lines "$(sort "$work/out" | uniq | wc -l)"
expect_output '--ro /etc/passwd'
expect_output '--bind-tcp 0'
expect_no_output =
# The rename: the difference, and not all that the kernel lists.
run "$denials" --summary --json --since @1795322187 "$log"
expect_lines 1
json 'd["path"] == "/srv/a" and d["rights"] == ["fs.execute", "fs.write_file"]'
json 'd["widening"]'
# One rule for several files only if it is asked for, and never "/".
run "$denials" --summary --json --exe app --since @1795322185 --until @1795322187 \
	"$log"
expect_lines 2
run "$denials" --summary --json --collapse 2 --exe app --since @1795322185 \
	--until @1795322187 "$log"
expect_lines 1
json 'd["path"] == "/srv/x" and d["collapsed"] and d["count"] == 2'

# ---- Prometheus

run "$denials" --prometheus "$log"
expect_line 'landlock_denials_total{right="fs.read_file",exe="/usr/bin/app"} 4'
expect_line 'landlock_denials_total{right="fs.write_file",exe="/opt/other"} 1'
expect_line 'landlock_domains_reported_total 1'
expect_line 'landlock_domain_denials_total 12'
expect_line 'landlock_reader_dropped_total 0'
expect_line 'landlock_last_denial_timestamp_seconds 1795322187.562'
# No path, process or domain in a label; each line is one of the format.
expect_no_output /etc/passwd
expect_no_output 4242
expect_no_output 1600be771
! grep -Evq '^# (HELP|TYPE) landlock_[a-z_]+ .+$|^landlock_[a-z_]+(\{right="([^"\\]|\\.)*",exe="([^"\\]|\\.)*"\})? [0-9.]+$' \
	"$work/out" || fail "not the format of Prometheus"

# Names that someone made up; and not more series than a fleet can bear.
i=1000
while [ $i -lt 2400 ]; do
	echo "type=1423 msg=audit(1795322178.562:$i): domain=1600be771" \
		"blockers=fs.x$i path=\"/x\" dev=\"vda\" ino=1"
	i=$((i + 1))
done >"$work/many"
exe='a\"b' denied_record 191 fs.read_file "$(file /x)" |
	sed 's/exe="a.*b"/exe=612F220A5C62/' >>"$work/many"
run "$denials" --prometheus "$work/many"
[ "$(grep -c '^landlock_denials_total{' "$work/out")" -le 1001 ] ||
	fail "too many series"
run "$denials" --prometheus --exe 'b' "$work/many"
! grep -Evq '^#|^landlock_[a-z_]+(\{right="([^"\\]|\\.)*",exe="([^"\\]|\\.)*"\})? [0-9.]+$' \
	"$work/out" || fail "not the format of Prometheus"

run "$denials" --metrics "$work/landlock.prom" "$log"
grep -q '^landlock_domains_reported_total 1$' "$work/landlock.prom" ||
	fail "no metrics in the file"
[ "$(ls "$work"/landlock.prom*)" = "$work/landlock.prom" ] ||
	fail "a temporary file is left"

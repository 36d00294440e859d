#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The network is free until an option names it, and then closed but for that.
set -eu
. "$(dirname "$0")/lib.sh"
need_landlock

start_first "$PROBE" serve-tcp
[ -n "$line" ] || cannot_run "$(cat "$work/first.err")"
port=$line
start_second "$PROBE" serve-tcp
[ -n "$line" ] || cannot_run "$(cat "$work/second.err")"
other=$line

# Each of the four, with options: all VERDICTS are of connect-tcp, bind-tcp,
# connect-udp, bind-udp to $port.
four() {
	for probe in connect-tcp bind-tcp connect-udp bind-udp; do
		verdict=$1
		shift
		echo "$verdict $probe"
	done >"$work/four"
	while read -r verdict probe; do
		probes "$verdict" "$@" -- "$PROBE" "$probe" "$port"
	done <"$work/four"
}

connect_tcp=$(if_has net.connect_tcp)
bind_tcp=$(if_has net.bind_tcp)
connect_udp=$(if_has net.connect_send_udp)
bind_udp=$(if_has net.bind_udp)

four allowed allowed allowed allowed
four allowed allowed allowed allowed --scope signal
four "$connect_tcp" "$bind_tcp" "$connect_udp" "$bind_udp" --no-net
four allowed "$bind_tcp" "$connect_udp" "$bind_udp" --connect-tcp "$port"
four "$connect_tcp" allowed "$connect_udp" "$bind_udp" --bind-tcp "$port"
four "$connect_tcp" "$bind_tcp" allowed "$bind_udp" --connect-udp "$port"
four "$connect_tcp" "$bind_tcp" "$connect_udp" allowed --bind-udp "$port"
four allowed allowed "$connect_udp" "$bind_udp" \
	--connect-tcp "$port" --bind-tcp "$port"
four allowed "$bind_tcp" allowed "$bind_udp" \
	--connect-tcp any --connect-udp any
four "$connect_tcp" allowed "$connect_udp" allowed \
	--bind-tcp any --bind-udp any

# Another port than the one that was named; ranges; several options.
probes "$connect_tcp" --connect-tcp "$other" -- "$PROBE" connect-tcp "$port"
probes allowed --connect-tcp "$((port - 1))-$((port + 1))" -- \
	"$PROBE" connect-tcp "$port"
probes "$connect_tcp" --connect-tcp "$((port + 1))-$((port + 2))" -- \
	"$PROBE" connect-tcp "$port"
for target in "$port" "$other"; do
	probes allowed --connect-tcp "$port" --connect-tcp "$other" -- \
		"$PROBE" connect-tcp "$target"
done
probes allowed --no-net --connect-tcp "$port" -- "$PROBE" connect-tcp "$port"

# A port that the kernel picks, and a connection that really carries bytes.
probes allowed --bind-tcp 0 -- "$PROBE" bind-tcp 0
probes "$bind_tcp" --bind-tcp "$port" -- "$PROBE" bind-tcp 0

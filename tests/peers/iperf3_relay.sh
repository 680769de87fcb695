#!/bin/bash
# iperf3 through a relay of ours: client -> RELAY_PORT -> iperf3 -s on SERVER_PORT.
#   iperf3_relay.sh SERVER_PORT RELAY_PORT      starts the server itself; the relay must be listening
# What the relay has to do is in README.md.
set -uo pipefail
server=${1:?server port} relay=${2:?relay port} failed=0
log=$(mktemp)
iperf3 -s -p "$server" >"$log" 2>&1 & pid=$!
trap 'kill $pid; rm -f "$log"' EXIT
sleep 0.5

run() {
  local what=$1 output; shift
  if output=$(timeout -s KILL 30 iperf3 --sctp -c 127.0.0.1 -p "$relay" -t 2 -w 1M "$@" 2>&1); then
    echo "$what: $(grep -E 'receiver$' <<<"$output" | tail -1 | tr -s ' ')"
  else echo "FAILED $what: $(grep -i error <<<"$output" | tail -1)"; tail -2 "$log"; failed=1; fi
}

run "upload"
run "download" -R
run "two associations" -P 2
run "both directions" --bidir
run "1 KiB messages" -l 1024
[ $failed = 0 ] && echo OK
exit $failed

#!/bin/bash
# sctp_test of lksctp-tools against an echo server: every size case in every order pattern, each echo compared
# with what was sent (bytes, stream, ordering flag, PPID).
#   sctp_test.sh HOST PORT
set -uo pipefail
host=${1:?host} port=${2:?port}
local=127.0.0.1; [[ $host == *:* ]] && local=::1
local=${LOCAL:-$local}
output=$(mktemp) failed=0
trap 'rm -f "$output"' EXIT

# In the log a line with the bytes is followed by one with stream, flags and PPID; that one is missing after a
# notification, because sctp_test then offers no room for ancillary data.
compare='
  function fail(text) { print text; bad = 1; exit 1 }
  /sendmsg\(/        { side = "sent"; size = $(NF-1); n++ }
  /recvmsg.* Data /  { side = "got"; m++; for (i = 1; i < NF; i++) if ($i == "Data" && $(i+1) != size) fail("sent " size " bytes, got " $(i+1)) }
  /SNDRCV\(/ && side { match($0, /stream=[0-9]+/); info = substr($0, RSTART, RLENGTH)
                       match($0, /flags=0x[0-9a-f]+/); info = info " " substr($0, RSTART, RLENGTH)
                       match($0, /ppid=[0-9]+/); info = info " " substr($0, RSTART, RLENGTH)
                       if (side == "sent") sent = info
                       else if (info != sent) fail("sent " sent ", got " info)
                       side = "" }
  END                { if (bad) exit 1
                       if (!n || n != m) fail(n + 0 " sent, " m + 0 " echoed")
                       print n " messages" }'

run() {
  local what=$1; shift
  # -D reads one message after each one sent, so nothing is left unread and the end is a SHUTDOWN.
  if ! timeout -s KILL 30 sctp_test -H "$local" -P 0 -h "$host" -p "$port" -s -D -d 2 -M 9 -r 7 "$@" >"$output" 2>&1; then
    echo "FAILED $what: sctp_test gave up"; tail -3 "$output"; failed=1
  elif ! result=$(awk "$compare" "$output"); then echo "FAILED $what: $result"; failed=1
  else echo "$what: $result"; fi
}

for case in 0 1 2 3 4 5 6 -16000; do
  for order in 0 1 2 3; do run "size case $case, order $order" -c $case -o $order -x 2; done
done
for case in 0 4 6; do run "size case $case, one-to-one socket" -c $case -o 3 -x 2 -T; done
run "random streams" -c 3 -o 3 -t 1 -x 5
[ $failed = 0 ] && echo OK
exit $failed

#!/bin/bash
# sctp_darn of lksctp-tools against an echo server: one local address, several, and one added while connected.
#   sctp_darn.sh HOST PORT      LOCAL="addr addr ..." replaces the loopback addresses
# Not used: -t, where "stats" finds no association, and -i, which receives into memory that it has freed.
set -uo pipefail
host=${1:?host} port=${2:?port}
if [[ $host == *:* ]]; then addresses=(::1); else addresses=(127.0.0.1 127.0.0.2 127.0.0.3); fi
[ -n "${LOCAL:-}" ] && read -ra addresses <<<"$LOCAL"
first=${addresses[0]} failed=0 next=$((20000 + RANDOM % 20000))

# Its exit status is the length of the last message, so only its output tells.
interactive() {
  local what=$1 expected=$2; shift 2
  local output
  output=$({ for command in "${commands[@]}"; do sleep 0.3; echo "$command"; done; sleep 0.3; } |
    timeout -s KILL 30 sctp_darn -H "$first" -P $((next++)) -h "$host" -p "$port" -I -s "$@" 2>&1)
  # In this mode it cannot read; the association's statistics prove that the echoes came.
  local got; got=$(sed -n 's/^Ordered data chunks received: //p' <<<"$output" | tail -1)
  if [ "${got:-0}" -ge "$expected" ]; then echo "$what: $expected messages, $got chunks came back"
  else echo "FAILED $what: ${got:-no} chunks came back instead of $expected"; tail -5 <<<"$output"; failed=1; fi
}

more=(); for a in "${addresses[@]:1}"; do more+=(-B "$a"); done
commands=(snd=10 snd=1000 snd=20000 stats)
interactive "one-to-many socket" 3
[ ${#more[@]} -gt 0 ] && interactive "${#addresses[@]} local addresses" 3 "${more[@]}"
if [ ${#addresses[@]} -gt 1 ]; then
  commands=(snd=10 "bindx-add=${addresses[1]}" snd=1000 "bindx-rem=${addresses[1]}" snd=5000 stats)
  interactive "address added and removed while connected" 3
fi

[ $failed = 0 ] && echo OK
exit $failed

#!/bin/bash
# curl over SCTP (LD_PRELOAD of lksctp-tools) against an HTTP/1.1 server that listens on SCTP.
#   withsctp_curl.sh URL [FILE]     fetches URL; with FILE also compares the body with it
set -uo pipefail
url=${1:?url}
body=$(mktemp)
trap 'rm -f "$body"' EXIT
before=$(awk '$1 == "SctpActiveEstabs" { print $2 }' /proc/net/sctp/snmp)
withsctp curl -sS --max-time 30 -o "$body" -w '%{http_code} %{size_download} bytes %{time_total} s\n' "$url" || exit 1
# Without the preload in effect curl would quietly use TCP; the counter is the proof.
after=$(awk '$1 == "SctpActiveEstabs" { print $2 }' /proc/net/sctp/snmp)
[ "$after" -gt "$before" ] || { echo "FAILED no association was set up"; exit 1; }
[ $# -lt 2 ] || cmp "$2" "$body" || exit 1
echo OK

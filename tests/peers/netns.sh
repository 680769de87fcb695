#!/bin/bash
# Two namespaces, a (.1) and b (.2), joined by the links 10.0.1.0/24 and 10.0.2.0/24 (and fd00:1::/64, fd00:2::/64).
#   netns.sh up | down | link-down N | link-up N | loss PERCENT [DELAY_MS] | run a|b COMMAND...
# loss applies to both ends of both links; 0 removes it. Needs root, ip, tc, veth, sch_netem.
set -euo pipefail

usage() { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }

up() {
  ip netns add a; ip netns add b
  for i in 1 2; do
    ip link add va$i netns a type veth peer name vb$i netns b
    for end in a1 b2; do
      ns=${end:0:1} host=${end:1}
      ip -n $ns addr add 10.0.$i.$host/24 dev v$ns$i
      # Without nodad an address is tentative for a second, and bind refuses it.
      ip -n $ns addr add fd00:$i::$host/64 dev v$ns$i nodad
      ip -n $ns link set v$ns$i up
    done
  done
  # The SCTP sysctls are per namespace; the timers are shortened so that a fail-over takes a second, not a minute.
  for ns in a b; do
    ip -n $ns link set lo up
    ip netns exec $ns sysctl -qw net.sctp.addip_enable=1 net.sctp.auth_enable=1 net.sctp.reconf_enable=1 \
      net.sctp.hb_interval=500 net.sctp.rto_initial=200 net.sctp.rto_min=100 net.sctp.rto_max=1000 \
      net.sctp.path_max_retrans=2
  done
}

loss() {
  for ns in a b; do for i in 1 2; do
    tc -n $ns qdisc del dev v$ns$i root 2>/dev/null || true
    [ "$1" = 0 ] && [ "${2:-0}" = 0 ] || tc -n $ns qdisc add dev v$ns$i root netem loss "$1%" delay "${2:-0}ms"
  done; done
}

case ${1:-} in
  up) up;;
  down) ip netns del a 2>/dev/null || true; ip netns del b 2>/dev/null || true;;
  link-down) ip -n a link set "va${2:?link}" down;;
  link-up) ip -n a link set "va${2:?link}" up;;
  loss) loss "${2:?percent}" "${3:-0}";;
  run) ns=${2:?namespace}; shift 2; exec ip netns exec "$ns" "$@";;
  *) usage;;
esac

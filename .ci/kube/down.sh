#!/usr/bin/env bash
# usage: down.sh DIR: stops what up.sh started there, the newest process first and containers before their runtime, and removes the state of the cluster.
dir=$(cd "$1" && pwd) || exit 0
sock=$dir/ctr/containerd.sock
if [[ -S $sock ]]; then
  kp=$(tail -1 "$dir/pids")
  kill "$kp" 2>/dev/null
  sleep 0.5
  c() { ctr -a "$sock" -n k8s.io "$@"; }
  for t in $(c tasks ls -q 2>/dev/null); do c tasks kill -s 9 "$t" 2>/dev/null; done
  sleep 1
  for t in $(c tasks ls -q 2>/dev/null); do c tasks rm -f "$t" >/dev/null 2>&1; done
fi
tac "$dir/pids" 2>/dev/null | while read -r p; do kill "$p" 2>/dev/null; done
sleep 1
while read -r p; do kill -9 "$p" 2>/dev/null; done <"$dir/pids"
for p in $(grep -lsa -- "$sock" /proc/[0-9]*/cmdline | cut -d/ -f3); do [[ $p != $$ ]] && grep -qa containerd-shim "/proc/$p/comm" && kill -9 "$p"; done 2>/dev/null
awk -v d="$dir/" 'index($2,d)==1{print $2}' /proc/mounts | sort -r | while read -r m; do umount -l "$m"; done
[[ -d $dir/ctr ]] && ip netns del podsmith 2>/dev/null
rm -rf "$dir/etcd" "$dir/audit.log" "$dir/kubelet/root" "$dir/ctr/state" "$dir/pids" 2>/dev/null
true

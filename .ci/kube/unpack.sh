#!/usr/bin/env bash
# usage: unpack.sh DIR: prints the directory of the binaries, DIR/k8s/VERSION-linux-amd64. This is the layout of fabric8's kube-api-test.
# The binaries come from build.sh, or from archives NAME.xz in PODSMITH_KUBE_ARCHIVES (default: ../shared/kube beside the checkout). Fails without them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/versions"
archives=${PODSMITH_KUBE_ARCHIVES:-$here/../../../shared/kube}
mkdir -p "$1"
out=$(cd "$1" && pwd)/k8s/$kubernetes-linux-amd64
mkdir -p "$out"
for name in etcd kube-apiserver kube-controller-manager kube-scheduler kubectl kubelet kwok; do
  [[ -x $out/$name ]] && continue
  if [[ ! -f $archives/$name.xz ]]; then
    echo "The binary $name of Kubernetes $kubernetes is missing in $out. Run: $here/build.sh $1" >&2
    exit 1
  fi
  xz -dc "$archives/$name.xz" >"$out/.$name.$$"
  chmod +x "$out/.$name.$$"
  mv "$out/.$name.$$" "$out/$name"
done
echo "$out"

#!/usr/bin/env bash
# usage: build.sh DIR: builds Kubernetes, etcd and kwok from their Go modules into DIR/k8s/VERSION-linux-amd64, where unpack.sh expects them.
# Requires Go 1.25 or later, 5 GB of disk, and 10 to 30 minutes. Go verifies the modules against its checksum database. Skips binaries that exist.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/versions"
mkdir -p "$1"
out=$(cd "$1" && pwd)/k8s/$kubernetes-linux-amd64
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
export CGO_ENABLED=0 GOOS=linux GOARCH=amd64 GOFLAGS=-mod=mod

# build MODULE VERSION PACKAGE:BINARY...
build() {
  local module=$1 version=$2 target missing=()
  shift 2
  for target; do
    [[ -x $out/${target#*:} ]] || missing+=("$target")
  done
  ((${#missing[@]})) || return 0
  mkdir "$work/${missing[0]#*:}"
  cd "$work/${missing[0]#*:}"
  go mod init podsmith.io/build 2>/dev/null
  go mod edit -require="$module@$version"
  if [[ $module == k8s.io/kubernetes ]]; then
    # Its go.mod takes the modules k8s.io/... from the same checkout; their releases have the same minor and patch version.
    local staging
    staging=$(sed -n 's,^\t\(k8s.io/[a-z-]*\) => \./staging/.*,\1,p' "$(go mod download -json "$module@$version" | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')")
    for name in $staging; do
      go mod edit -replace="$name=$name@v0.${version#v1.}"
    done
  fi
  for target in "${missing[@]}"; do
    echo "building ${target#*:} $version"
    go build -trimpath -ldflags="-s -w${ldflags:+ $ldflags}" -o "$out/.${target#*:}" "$module${target%%:*}"
    mv "$out/.${target#*:}" "$out/${target#*:}"
  done
}

k8s_version=k8s.io/component-base/version
ldflags="-X $k8s_version.gitVersion=v$kubernetes -X $k8s_version.gitMajor=1 -X $k8s_version.gitMinor=$(cut -d. -f2 <<<"$kubernetes")" \
  build k8s.io/kubernetes "v$kubernetes" /cmd/kube-apiserver:kube-apiserver /cmd/kube-controller-manager:kube-controller-manager \
  /cmd/kube-scheduler:kube-scheduler /cmd/kubelet:kubelet /cmd/kubectl:kubectl
build go.etcd.io/etcd/server/v3 "v$etcd" :etcd
build sigs.k8s.io/kwok "v$kwok" /cmd/kwok:kwok
echo "$out"

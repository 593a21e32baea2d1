#!/usr/bin/env bash
# usage: up.sh DIR BIN [kwok|kubelet]: starts a Kubernetes control plane on this machine. State and logs are in DIR; BIN is what unpack.sh prints.
# kwok (default): loopback only, no root. NODES (default 60) nodes that kwok simulates: each scheduled pod is Running at once, and no process starts.
# kubelet: one real node (containerd, runc, bridge CNI; root). Control plane and pods are in the network namespace podsmith: nsenter --net=/run/netns/podsmith.
# Writes DIR/kubeconfig (cluster-admin). Environment: KUBE_PORT and ETCD_PORT (which also uses the next port); AUDIT=1 writes DIR/audit.log, one line per
# request (AUDIT=accounts: requests of service accounts only); FEATURE_GATES=A=true,B=true (also for the kubelet); RUNTIME_CONFIG=group/version=true. down.sh DIR stops it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mkdir -p "$1" && cd "$1" && pwd)
bin=$(cd "$2" && pwd)
mode=${3:-kwok}
port=${KUBE_PORT:-16443}
ep=${ETCD_PORT:-12379}
addr=127.0.0.1
ns=""
if [[ $mode == kubelet ]]; then
  n=podsmith
  addr=10.231.0.1
  ns="nsenter --net=/run/netns/$n"
  ip netns add $n 2>/dev/null || true
  ip -n $n link set lo up
  ip -n $n link add node0 type bridge 2>/dev/null || true
  ip -n $n addr add $addr/24 dev node0 2>/dev/null || true
  ip -n $n link set node0 up
  $ns sysctl -qw net.ipv4.ip_forward=1
  $ns ip route replace default dev node0
fi
cd "$dir"
mkdir -p pki logs
: >pids
pki=$dir/pki
if [[ ! -f $pki/ca.crt ]]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=podsmith-ca -keyout $pki/ca.key -out $pki/ca.crt 2>/dev/null
  cert() { # name subject san
    openssl req -newkey rsa:2048 -nodes -subj "$2" -keyout $pki/$1.key -out $pki/$1.csr 2>/dev/null
    openssl x509 -req -in $pki/$1.csr -CA $pki/ca.crt -CAkey $pki/ca.key -CAcreateserial -days 3650 -out $pki/$1.crt -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth' "$3") 2>/dev/null
  }
  cert server /CN=kube-apiserver "IP:127.0.0.1,IP:$addr,IP:10.96.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc"
  cert admin /O=system:masters/CN=admin DNS:admin
  cert node "/O=system:nodes/CN=system:node:node0" "DNS:node0,IP:$addr"
  openssl genrsa -out $pki/sa.key 2048 2>/dev/null
  openssl rsa -in $pki/sa.key -pubout -out $pki/sa.pub 2>/dev/null
fi
kc() { # file cert
  cat >$1 <<Y
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://$addr:$port", certificate-authority: $pki/ca.crt}}]
users: [{name: u, user: {client-certificate: $pki/$2.crt, client-key: $pki/$2.key}}]
contexts: [{name: x, context: {cluster: c, user: u, namespace: default}}]
current-context: x
Y
}
kc kubeconfig admin
kc kubeconfig-node node
start() {
  local name=$1
  shift
  nohup $ns "$@" >logs/$name.log 2>&1 &
  echo $! >>pids
}
audit=$here/audit.yaml
[[ ${AUDIT:-} == accounts ]] && audit=$here/audit-accounts.yaml
gates="${FEATURE_GATES:+--feature-gates=$FEATURE_GATES}"
start etcd $bin/etcd --data-dir $dir/etcd --listen-client-urls http://127.0.0.1:$ep --advertise-client-urls http://127.0.0.1:$ep --listen-peer-urls http://127.0.0.1:$((ep + 1)) --initial-advertise-peer-urls http://127.0.0.1:$((ep + 1)) --initial-cluster default=http://127.0.0.1:$((ep + 1)) --unsafe-no-fsync --log-level error
start apiserver $bin/kube-apiserver --etcd-servers=http://127.0.0.1:$ep --secure-port=$port --bind-address=$addr --advertise-address=$addr \
  --service-cluster-ip-range=10.96.0.0/16 --tls-cert-file=$pki/server.crt --tls-private-key-file=$pki/server.key --client-ca-file=$pki/ca.crt \
  --authorization-mode=Node,RBAC --service-account-issuer=https://kubernetes.default.svc --service-account-key-file=$pki/sa.pub --service-account-signing-key-file=$pki/sa.key \
  --endpoint-reconciler-type=none --kubelet-preferred-address-types=InternalIP --kubelet-client-certificate=$pki/admin.crt --kubelet-client-key=$pki/admin.key --allow-privileged=true --profiling=false $gates ${RUNTIME_CONFIG:+--runtime-config=$RUNTIME_CONFIG} ${AUDIT:+--audit-policy-file=$audit --audit-log-path=$dir/audit.log --audit-log-mode=batch --audit-log-batch-max-wait=1s}
for i in $(seq 120); do
  $ns $bin/kubectl --kubeconfig kubeconfig get --raw /readyz >/dev/null 2>&1 && break
  sleep 0.5
done
$ns $bin/kubectl --kubeconfig kubeconfig get --raw /readyz >/dev/null
start kcm $bin/kube-controller-manager --kubeconfig kubeconfig --service-account-private-key-file=$pki/sa.key --root-ca-file=$pki/ca.crt --use-service-account-credentials=false --leader-elect=false --secure-port=0 --kube-api-qps=400 --kube-api-burst=800 --controllers='serviceaccount-controller,serviceaccount-token-controller,garbage-collector-controller,namespace-controller,statefulset-controller,deployment-controller,replicaset-controller,pod-garbage-collector-controller,resourcequota-controller,root-ca-certificate-publisher-controller,disruption-controller,job-controller,persistentvolume-binder-controller,persistentvolumeclaim-protection-controller,persistentvolume-protection-controller,clusterrole-aggregation-controller,cronjob-controller,ttl-after-finished-controller,endpoints-controller,endpointslice-controller,ephemeral-volume-controller,taint-eviction-controller,node-lifecycle-controller' $gates
start sched $bin/kube-scheduler --kubeconfig kubeconfig --leader-elect=false --secure-port=0 --kube-api-qps=2000 --kube-api-burst=4000 $gates
k="$ns $bin/kubectl --kubeconfig $dir/kubeconfig"
if [[ $mode == kwok ]]; then
  for i in $(seq ${NODES:-60}); do
    cat <<Y
apiVersion: v1
kind: Node
metadata: {name: kwok-$i, labels: {type: kwok, kubernetes.io/os: linux, topology.kubernetes.io/zone: z$((i % 3))}, annotations: {kwok.x-k8s.io/node: fake}}
status:
  allocatable: {cpu: "256", memory: 2Ti, pods: "400"}
  capacity: {cpu: "256", memory: 2Ti, pods: "400"}
---
Y
  done >nodes.yaml
  $k create -f nodes.yaml >/dev/null
  start kwok $bin/kwok --kubeconfig kubeconfig --manage-all-nodes=true --node-ip 127.0.0.1 --cidr 10.0.0.1/16
else
  $here/node.sh $dir $bin
fi
for i in $(seq 60); do
  $k get serviceaccount default >/dev/null 2>&1 && break
  sleep 0.5
done
$k get serviceaccount default >/dev/null || {
  echo "the controllers do not work, see $dir/logs/kcm.log" >&2
  exit 1
}
$k create clusterrolebinding spark-admin --clusterrole=cluster-admin --serviceaccount=default:default >/dev/null 2>&1 || true
echo "up: $mode, $addr:$port"

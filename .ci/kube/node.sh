#!/usr/bin/env bash
# usage: node.sh DIR BIN: joins one real node to the control plane of up.sh: containerd, runc and bridge CNI in the network namespace podsmith.
# Requires Debian's containerd, runc, containernetworking-plugins and iptables. image.sh imports images.
set -eu
dir=$1 bin=$2
ns="nsenter --net=/run/netns/podsmith"
cd "$dir"
mkdir -p ctr/root ctr/state cni kubelet logs
cat >ctr/config.toml <<Y
version = 2
root = "$dir/ctr/root"
state = "$dir/ctr/state"
[grpc]
address = "$dir/ctr/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "podsmith/pause:1"
disable_apparmor = true
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/usr/lib/cni"
conf_dir = "$dir/cni"
[plugins."io.containerd.grpc.v1.cri".containerd]
snapshotter = "overlayfs"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
Y
cat >cni/10-bridge.conflist <<Y
{"cniVersion":"0.4.0","name":"podsmith","plugins":[{"type":"bridge","bridge":"cni0","isGateway":true,"ipMasq":false,"hairpinMode":true,"ipam":{"type":"host-local","ranges":[[{"subnet":"10.244.0.0/24"}]],"routes":[{"dst":"0.0.0.0/0"}]}}]}
Y
cat >kubelet/config.yaml <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: $dir/pki/ca.crt}}
authorization: {mode: AlwaysAllow}
address: 10.231.0.1
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
containerRuntimeEndpoint: unix://$dir/ctr/containerd.sock
evictionHard: {memory.available: "100Mi", nodefs.available: "1%", imagefs.available: "1%"}
localStorageCapacityIsolation: false
enforceNodeAllocatable: []
cgroupsPerQOS: true
resolvConf: /etc/resolv.conf
serializeImagePulls: false
tlsCertFile: $dir/pki/node.crt
tlsPrivateKeyFile: $dir/pki/node.key
Y
start() {
  local name=$1
  shift
  nohup $ns "$@" >logs/$name.log 2>&1 &
  echo $! >>pids
}
start containerd containerd --config $dir/ctr/config.toml
for i in $(seq 40); do
  ctr -a ctr/containerd.sock version >/dev/null 2>&1 && break
  sleep 0.25
done
start kubelet $bin/kubelet ${FEATURE_GATES:+--feature-gates=$FEATURE_GATES} --config kubelet/config.yaml --kubeconfig $dir/kubeconfig-node --root-dir $dir/kubelet/root --hostname-override node0 --node-ip 10.231.0.1 --cert-dir $dir/kubelet/certs
for i in $(seq 60); do
  $ns $bin/kubectl --kubeconfig $dir/kubeconfig get node node0 2>/dev/null | grep -q " Ready" && break
  sleep 1
done
$ns $bin/kubectl --kubeconfig $dir/kubeconfig get nodes

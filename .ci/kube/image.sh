#!/usr/bin/env bash
# usage: image.sh DIR SPARK_DEPS NAME=JARDIR...: imports podsmith/pause:1 and, for each NAME, podsmith/spark:NAME into the node of up.sh. The image has
# Debian, Java 17, the Spark distribution in SPARK_DEPS (deps/ of an unpacked pyspark) without its spark-kubernetes jar, and the jars of JARDIR.
# Layers that do not change are cached in DIR/../image-cache.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$1 deps=$2
shift 2
im=$dir/../image-cache
mkdir -p "$im"
im=$(cd "$im" && pwd)
command -v mmdebstrap >/dev/null || apt-get install -y -qq mmdebstrap >/dev/null
[[ -f $im/base.tar ]] || mmdebstrap --format=tar --variant=minbase --include=openjdk-17-jre-headless,tini,procps,python3 bookworm "$im/base.tar" >"$im/base.log" 2>&1
if [[ ! -f $im/pause.tar ]]; then
  d=$(mktemp -d)
  echo 'int pause(void);int main(void){for(;;)pause();}' >$d/p.c
  gcc -static -Os -o $d/pause $d/p.c
  tar -C $d -cf $im/pause.tar pause
fi
if [[ ! -f $im/spark.tar ]]; then
  tar -C "$deps" --exclude='jars/spark-kubernetes_*' --transform 's,^,opt/spark/,' -cf $im/spark.tar bin sbin jars data examples
  d=$(mktemp -d)
  mkdir -p $d/opt/spark/work-dir $d/opt/spark/conf $d/etc
  chmod 777 $d/opt/spark/work-dir
  cp "$here/entrypoint.sh" $d/opt/entrypoint.sh
  chmod 755 $d/opt/entrypoint.sh
  tar -C $d -rf $im/spark.tar opt
fi
mk() {
  python3 - "$@" <<'P'
import sys,hashlib,json,tarfile,io,os
out,name,ep,*layers=sys.argv[1:]
def sha(p):
    h=hashlib.sha256()
    with open(p,'rb') as f:
        for b in iter(lambda:f.read(1<<20),b''): h.update(b)
    return h.hexdigest()
ds=[sha(l) for l in layers]
cfg=json.dumps({"architecture":"amd64","os":"linux","config":{"Entrypoint":json.loads(ep),"Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","SPARK_HOME=/opt/spark","JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64"],"WorkingDir":"/opt/spark/work-dir" if len(layers)>1 else "/"},"rootfs":{"type":"layers","diff_ids":["sha256:"+d for d in ds]}}).encode()
with tarfile.open(out,"w") as t:
    def add(n,b):
        i=tarfile.TarInfo(n); i.size=len(b); t.addfile(i,io.BytesIO(b))
    c=hashlib.sha256(cfg).hexdigest()+".json"; add(c,cfg)
    for l,d in zip(layers,ds): t.add(l,d+"/layer.tar")
    add("manifest.json",json.dumps([{"Config":c,"RepoTags":["docker.io/"+name],"Layers":[d+"/layer.tar" for d in ds]}]).encode())
P
}
imp() {
  ctr -a "$dir/ctr/containerd.sock" -n k8s.io images import "$1"
  rm -f "$1"
}
mk $im/o.tar podsmith/pause:1 '["/pause"]' $im/pause.tar
imp $im/o.tar
for a in "$@"; do
  n=${a%%=*} j=${a#*=}
  tar -C "$j" --transform 's,^\./,opt/spark/jars/,' -cf $im/x.tar $(cd "$j" && ls | sed 's,^,./,')
  mk $im/o.tar podsmith/spark:$n '["/opt/entrypoint.sh"]' $im/base.tar $im/spark.tar $im/x.tar
  imp $im/o.tar
done

"""The real node: control plane, images and the two Spark distributions. Standard library only."""

import hashlib
import http.client
import io
import json
import os
import shutil
import ssl
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[2]
KUBE = Path(os.environ.get("PODSMITH_KUBE", ROOT / ".ci/kube"))
CACHE = Path(os.environ.get("PODSMITH_CACHE", Path.home() / ".cache/podsmith"))
# The state lies beside the image cache of image.sh, which is one level up.
STATE = CACHE / "real-node/state"
IMAGES = STATE.parent / "image-cache"
OUT = ROOT / "target/node-scenarios"
SPARK_VERSION = "4.1.1"
ADDRESS = "10.231.0.1"
SERVER = f"https://{ADDRESS}:16443"
NETNS = "/run/netns/podsmith"
PRODUCTS = ("stock", "podsmith")
# Short jobs on few cores: most of what they cost is the start of JVMs.
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
# Directories under this one have the same path on the submitting machine and on the node.
SHARED = Path("/tmp/podsmith-scenarios")
# What the Spark Connect client of Spark 4.1.1 imports.
CONNECT_PACKAGES = (
    "grpcio==1.85.3",
    "grpcio-status==1.85.3",
    "googleapis-common-protos==1.76.0",
    "pandas==2.3.3",
    "pyarrow==26.0.1",
    "numpy==2.4.6",
    "zstandard==0.25.0",
)
DEBIAN_PACKAGES = (
    "containerd", "runc", "containernetworking-plugins", "mmdebstrap", "iptables", "iproute2", "openssl", "procps",
    "xz-utils",
)


def say(text):
    print(text, flush=True)


def install_packages():
    """Installs the Debian packages that the node needs."""
    status = "${Package} ${Status}\n"
    known = subprocess.run(["dpkg-query", "-W", "-f", status, *DEBIAN_PACKAGES], capture_output=True, text=True).stdout
    missing = [p for p in DEBIAN_PACKAGES if f"{p} install ok installed" not in known.splitlines()]
    if missing:
        say(f"installing {' '.join(missing)}")
        env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)


def binaries():
    """Unpacks the control plane and returns its directory."""
    CACHE.mkdir(parents=True, exist_ok=True)
    return Path(subprocess.check_output([KUBE / "unpack.sh", CACHE / "kube"], text=True).strip())


def up():
    """Starts the control plane and the node from scratch."""
    down()
    STATE.parent.mkdir(parents=True, exist_ok=True)
    OUT.mkdir(parents=True, exist_ok=True)
    with open(OUT / "up.log", "w") as log:
        command = [KUBE / "up.sh", STATE, binaries(), "kubelet"]
        subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=True)


def down():
    if STATE.exists():
        subprocess.run([KUBE / "down.sh", STATE], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def is_up():
    try:
        return STATE.joinpath("kubeconfig").exists() and Path(NETNS).exists() and Api().get("/readyz", raw=True) == b"ok"
    except OSError:
        return False


def distributions():
    """Makes a Spark distribution per product under target/; returns the stock one's `deps` directory."""
    podsmith = OUT / "spark-podsmith"
    deps = Path(subprocess.check_output([ROOT / ".ci/spark-distribution", SPARK_VERSION, podsmith], text=True).strip())
    stock = OUT / "spark-stock"
    shutil.rmtree(stock, ignore_errors=True)
    stock.mkdir(parents=True)
    for name in ("bin", "sbin", "jars"):
        (stock / name).symlink_to(deps / name)
    for name in ("python", "RELEASE"):
        (stock / name).symlink_to(podsmith / name)
    (stock / "conf").mkdir()
    return deps


def image_jars(product, deps):
    """Returns the jars that one product has and the other has not."""
    if product == "podsmith":
        return sorted((ROOT / "k8s-scheduler/target/dist/jars").glob("*.jar"))
    return sorted((deps / "jars").glob("spark-kubernetes_*.jar"))


def images(deps, connect=True):
    """Makes and imports podsmith/spark:stock and podsmith/spark:podsmith.

    The lowest layers are those of image.sh. On top come Python's part of Spark, the Spark Connect client's packages
    (unless `connect` is false), the product's jars and the jobs of the scenarios.
    """
    with open(OUT / "image.log", "w") as log:
        subprocess.run([KUBE / "image.sh", STATE, deps], stdout=log, stderr=subprocess.STDOUT, check=True)
        python = IMAGES / ("python-connect.tar" if connect else "python.tar")
        if not python.exists():
            python_layer(python, deps.parent, connect)
        for product in PRODUCTS:
            jars = OUT / f"jars-{product}.tar"
            product_layer(jars, product, deps)
            image = OUT / f"image-{product}.tar"
            write_image(image, f"podsmith/spark:{product}", [IMAGES / "base.tar", IMAGES / "spark.tar", python, jars])
            command = ["ctr", "-a", STATE / "ctr/containerd.sock", "-n", "k8s.io", "images", "import", image]
            subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=True)
            image.unlink()


def python_layer(target, pyspark, connect):
    """Writes a layer with pyspark and, for Spark Connect, the packages that its client imports."""
    work = IMAGES / "python-work"
    shutil.rmtree(work, ignore_errors=True)
    lib = work / "opt/spark/python/lib"
    # A directory in place of the zip file: Python then reads compiled modules, which saves seconds a process.
    shutil.copytree(pyspark / "pyspark", lib / "pyspark.zip/pyspark")
    for zipped in (pyspark / "lib").glob("py4j-*.zip"):
        shutil.copy(zipped, lib)
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "-s", work, "-p", "/"]
    if sys.version_info[:2] == (3, 11):  # the image's version
        subprocess.run([*command, lib / "pyspark.zip"], check=False, stdout=subprocess.DEVNULL)
    if connect:
        site = work / "usr/local/lib/python3.11/dist-packages"
        tags = ["--platform", "manylinux2014_x86_64", "--platform", "manylinux_2_28_x86_64"]
        options = ["--quiet", "--only-binary", ":all:", "--python-version", "3.11", "--target", site, *tags]
        subprocess.run([sys.executable, "-m", "pip", "install", *options, *CONNECT_PACKAGES], check=True)
    partial = target.with_suffix(".part")
    write_layer(partial, {"": work})
    partial.rename(target)
    shutil.rmtree(work)


def product_layer(target, product, deps):
    """Writes a layer with the product's jars, the jobs, and a user that is not root."""
    jobs = Path(__file__).parent / "jobs"
    members = {"opt/spark/scenarios": jobs, "opt/spark/examples/jars/jobs.jar": ROOT / "examples/jobs/target/jobs.jar"}
    members["opt/decom.sh"] = jobs / "decom.sh"
    for jar in image_jars(product, deps):
        members[f"opt/spark/jars/{jar.name}"] = jar
    with tarfile.open(IMAGES / "base.tar") as base:
        passwd = base.extractfile("./etc/passwd").read() + b"spark:x:185:185:Spark:/home/spark:/bin/sh\n"
    members["etc/passwd"] = passwd
    write_layer(target, members)


def write_layer(target, members):
    """Writes a tar file whose digest depends on names and contents only."""

    def plain(info):
        info.mtime, info.uid, info.gid, info.uname, info.gname = 0, 0, 0, "", ""
        return info

    with tarfile.open(target, "w") as tar:
        for name, source in members.items():
            if isinstance(source, bytes):
                info = plain(tarfile.TarInfo(name))
                info.size = len(source)
                info.mode = 0o644
                tar.addfile(info, io.BytesIO(source))
            elif source.is_dir():
                for path in sorted(source.rglob("*")):
                    if "__pycache__" in path.parts and source.name == "jobs":
                        continue
                    inner = str(path.relative_to(source))
                    tar.add(path, f"{name}/{inner}" if name else inner, recursive=False, filter=plain)
            else:
                tar.add(source, name, filter=plain)


def write_image(target, name, layers):
    digests = []
    for layer in layers:
        known = layer.with_suffix(".sha256")
        if not known.exists() or known.stat().st_mtime < layer.stat().st_mtime:
            digest = hashlib.sha256()
            with open(layer, "rb") as data:
                while block := data.read(1 << 20):
                    digest.update(block)
            known.write_text(digest.hexdigest())
        digests.append(known.read_text())
    environment = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "SPARK_HOME=/opt/spark",
        "JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64",
        f"JAVA_TOOL_OPTIONS={JAVA_OPTIONS}",
    ]
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {"Entrypoint": ["/opt/entrypoint.sh"], "Env": environment, "WorkingDir": "/opt/spark/work-dir"},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{d}" for d in digests]},
    }
    encoded = json.dumps(config).encode()
    config_name = hashlib.sha256(encoded).hexdigest() + ".json"
    paths = [f"{d}/layer.tar" for d in digests]
    manifest = [{"Config": config_name, "RepoTags": [f"docker.io/{name}"], "Layers": paths}]
    with tarfile.open(target, "w") as tar:
        for layer, path in zip(layers, paths):
            tar.add(layer, path)
        for path, content in ((config_name, encoded), ("manifest.json", json.dumps(manifest).encode())):
            info = tarfile.TarInfo(path)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


class ApiError(Exception):
    def __init__(self, status, body):
        super().__init__(f"HTTP {status}: {body[:400]}")
        self.status = status


class Api:
    """Requests to the API server as cluster-admin. Works inside the node's network namespace only."""

    def __init__(self):
        pki = STATE / "pki"
        self.context = ssl.create_default_context(cafile=pki / "ca.crt")
        self.context.load_cert_chain(pki / "admin.crt", pki / "admin.key")

    def open(self, method, path, body=None, content_type="application/json", timeout=60, **query):
        host = SERVER.removeprefix("https://")
        connection = http.client.HTTPSConnection(host, context=self.context, timeout=timeout)
        if query:
            path += "?" + urlencode(query)
        headers = {"Content-Type": content_type} if body is not None else {}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        return connection, connection.getresponse()

    def request(self, method, path, body=None, raw=False, **options):
        connection, response = self.open(method, path, body, **options)
        try:
            content = response.read()
        finally:
            connection.close()
        if response.status >= 300:
            raise ApiError(response.status, content.decode(errors="replace"))
        return content if raw else json.loads(content)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def find(self, path, **options):
        """Returns the object, or None where it does not exist."""
        try:
            return self.get(path, **options)
        except ApiError as e:
            if e.status == 404:
                return None
            raise

    def items(self, path, selector=""):
        query = {"labelSelector": selector} if selector else {}
        return self.get(path, **query)["items"]


def label_selector(text):
    return quote(text, safe="")

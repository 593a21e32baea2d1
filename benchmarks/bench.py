"""What the benchmarks on a real kube-apiserver share: the cluster, its audit log, a proxy that delays, Spark's command line.

Everything about time comes from the API server's audit log, so that nobody watching slows what is watched."""
import argparse, asyncio, collections, datetime, json, os, pathlib, statistics, subprocess, sys, threading, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND_TIMEOUT = 120
CLEARED_AT_ONCE = 200
TUNED = {"spark.kubernetes.allocation.batch.size": "1000", "spark.kubernetes.allocation.batch.delay": "101ms"}


def parser(doc, variants, repetitions):
    p = argparse.ArgumentParser(description=doc)
    p.add_argument("--variants", type=lambda t: t.split(","), default=variants)
    p.add_argument("--repetitions", type=int, default=repetitions)
    p.add_argument("--timeout", type=int, default=600)
    p.add_argument("--stock", type=pathlib.Path, default=os.environ.get("PODSMITH_STOCK_SPARK"), help="a stock Spark distribution")
    p.add_argument("--ours", type=pathlib.Path, default=os.environ.get("PODSMITH_SPARK"), help="the same with Podsmith's jars")
    p.add_argument("--bench-classes", default=str(ROOT / "benchmarks/target/classes"))
    p.add_argument("--kube", type=pathlib.Path, default=os.environ.get("PODSMITH_KUBE"), help="directory with up.sh, unpack.sh and down.sh (default: .ci/kube)")
    p.add_argument("--state", type=pathlib.Path, default=pathlib.Path.home() / ".cache/podsmith/ramp")
    p.add_argument("--kubeconfig", default=os.environ.get("KUBECONFIG"), help="a cluster of one's own, instead of --kube")
    p.add_argument("--audit", type=pathlib.Path, help="its audit log, a JSON line a request, level Metadata")
    p.add_argument("--out", type=pathlib.Path, default=ROOT / "benchmarks/target")
    return p


def parse(p):
    args = p.parse_args()
    if not args.stock or not args.ours:
        p.error("requires --stock and --ours")
    if not args.kube and not (args.kubeconfig and args.audit):
        args.kube = ROOT / ".ci/kube"
    args.out.mkdir(parents=True, exist_ok=True)
    return args


def home(args, variant):
    return args.ours if variant.startswith("podsmith") else args.stock


def environment(args, cluster, variant):
    """Of a process of a variant; no setting of the caller's own gets in."""
    env = {k: v for k, v in os.environ.items() if k not in ("SPARK_CONF_DIR", "HADOOP_CONF_DIR", "SPARK_HOME")}
    return {**env, "SPARK_HOME": str(home(args, variant)), "KUBECONFIG": cluster.kubeconfig}


def spark_submit(args, variant, server, main_class, jar, conf):
    options = [word for key, value in conf.items() for word in ("--conf", f"{key}={value}")]
    return [f"{home(args, variant)}/bin/spark-submit", "--master", "k8s://" + server, "--class", main_class, *options, str(jar)]


def save(args, name, rows):
    (args.out / f"{name}.json").write_text(json.dumps(rows, indent=1) + "\n")


class Cluster:
    def __init__(self, args):
        self.kube, self.state = args.kube, args.state
        if not self.kube:
            self.kubeconfig, self.audit, self.kubectl = args.kubeconfig, args.audit, "kubectl"
        else:
            binaries = out([self.kube / "unpack.sh", pathlib.Path.home() / ".cache/podsmith/kube"]).strip()
            self.down()
            self.state.mkdir(parents=True, exist_ok=True)
            with open(self.state / "up.log", "w") as log:
                subprocess.run([self.kube / "up.sh", self.state, binaries], env={**os.environ, "AUDIT": "1"}, stdout=log, stderr=log, check=True)
            self.kubeconfig, self.audit, self.kubectl = str(self.state / "kubeconfig"), self.state / "audit.log", binaries + "/kubectl"
        self.server = self.get("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}")

    def get(self, *command):
        return out([self.kubectl, "--kubeconfig", self.kubeconfig, *command])

    def pods(self):
        return self.get("get", "pods", "-l", "spark-role=executor", "-o", "name").split()

    def await_empty(self, seconds):
        """Returns when no executor was left, or None if some were after that many seconds."""
        end = time.time() + seconds
        while time.time() < end:
            if not self.pods():
                return time.time()
            time.sleep(0.5)
        return None

    def clear(self, seconds):
        """Deletes the executors that a driver has left, and gives up after that many seconds."""
        left = self.pods()
        if left:
            print(f"deleting {len(left)} executors that are left", file=sys.stderr)
        for i in range(0, len(left), CLEARED_AT_ONCE):
            self.get("delete", "--now", "--wait=false", "--ignore-not-found", *left[i:i + CLEARED_AT_ONCE])
        self.get("delete", "configmaps", "-l", "spark-role=executor", "--wait=false", "--ignore-not-found")
        require(not left or self.await_empty(seconds), f"executors are still there after {seconds} s")

    def down(self):
        if self.kube and self.state.exists():
            subprocess.run([self.kube / "down.sh", self.state], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Audit:
    """What was asked of the API server since it was opened: pods of executors and when they were created, ran and went."""

    def __init__(self, path):
        self.file = open(path)
        self.file.seek(0, os.SEEK_END)
        self.rest = ""
        self.created, self.running, self.gone, self.drivers, self.requests = {}, {}, {}, {}, collections.Counter()

    def read(self):
        self.rest += self.file.read()
        *lines, self.rest = self.rest.split("\n")
        for line in lines:
            self.take(json.loads(line))

    def take(self, event):
        what = event.get("objectRef", {})
        if event.get("stage") != "ResponseComplete" or what.get("resource") is None:
            return
        verb, code, agent = event["verb"], event.get("responseStatus", {}).get("code", 0), event.get("userAgent", "")
        at = datetime.datetime.fromisoformat(event["stageTimestamp"].replace("Z", "+00:00")).timestamp()
        begun = datetime.datetime.fromisoformat(event["requestReceivedTimestamp"].replace("Z", "+00:00")).timestamp()
        if "fabric8" in agent:
            self.requests[verb + " " + what["resource"] + ("" if code < 400 else " %d" % code)] += 1
        name = what.get("name", "")
        if what["resource"] != "pods" or code >= 400:
            return
        if verb == "create" and name.endswith("-driver"):
            self.drivers.setdefault(name, at)
        if "-exec-" not in name:
            return
        if verb == "create" and not what.get("subresource"):
            self.created.setdefault(name, (begun, at))
        if verb == "delete" and (agent.startswith("kwok") or agent.startswith("kubectl")):
            self.gone.setdefault(name, at)
        if verb in ("patch", "update") and what.get("subresource") == "status" and agent.startswith("kwok"):
            self.running.setdefault(what["name"], at)


class Proxy:
    """Hands bytes on to the API server, each some time after it came, there and back half of the latency each."""

    def __init__(self, server, latency):
        self.host, self.port = server.split("//")[1].rstrip("/").rsplit(":", 1)
        self.delay = latency / 2
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self.accept, "127.0.0.1", 0), self.loop).result()
        self.url = "https://127.0.0.1:%d" % self.server.sockets[0].getsockname()[1]

    async def accept(self, reader, writer):
        try:
            there, back = await asyncio.open_connection(self.host, int(self.port))
        except OSError:
            writer.close()
            return
        await asyncio.gather(self.pump(reader, back), self.pump(there, writer))

    async def pump(self, reader, writer):
        queue = asyncio.Queue()

        async def send():
            while True:
                due, data = await queue.get()
                await asyncio.sleep(max(0, due - self.loop.time()))
                if not data:
                    writer.close()
                    return
                writer.write(data)

        sender = asyncio.ensure_future(send())
        try:
            while True:
                data = await reader.read(1 << 16)
                queue.put_nowait((self.loop.time() + self.delay, data))
                if not data:
                    break
            await sender
        except OSError:
            sender.cancel()
            writer.close()

    def close(self):
        self.loop.call_soon_threadsafe(self.server.close)


def usage(pid):
    """CPU seconds of a process without those of its children, its largest resident size and its heap in use, in MB."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
        histogram = subprocess.run(["jcmd", str(pid), "GC.heap_info"], capture_output=True, text=True).stdout
        used = [line.split("used ")[1].split("K")[0] for line in histogram.splitlines() if "heap" in line and "used " in line]
        return cpu, int(status["VmHWM"].split()[0]) // 1024, int(used[0]) // 1024 if used else None
    except (OSError, KeyError, IndexError):
        return 0, None, None


def median(values):
    known = [v for v in values if v is not None]
    return round(statistics.median(known), 2) if known else "-"


def seconds(value):
    return round(value, 2)


def out(command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, timeout=COMMAND_TIMEOUT).stdout


def require(condition, message):
    if not condition:
        sys.exit(message)

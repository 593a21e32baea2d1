#!/usr/bin/env python3
"""Ramps of executors on a real kube-apiserver with simulated nodes: Spark's own jar, Podsmith and a bare client, in turn.

Everything about time comes from the API server's audit log, so that nobody watching slows the ramp. See benchmarks/README.md."""
import argparse, asyncio, collections, datetime, json, os, pathlib, statistics, subprocess, sys, threading, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TUNED = {"spark.kubernetes.allocation.batch.size": "1000", "spark.kubernetes.allocation.batch.delay": "101ms"}


def main():
    args = arguments()
    cluster = Cluster(args)
    rows = []
    try:
        for repetition in range(args.repetitions):
            for latency in args.latency:
                for wanted in args.executors:
                    for variant in args.variants:
                        if variant == "upstream" and wanted > args.default_limit:
                            continue
                        row = Ramp(args, cluster, variant, wanted, latency).run()
                        row["repetition"] = repetition
                        rows.append(row)
                        print(json.dumps(row), flush=True)
                        (args.out / "ramp.json").write_text(json.dumps(rows, indent=1) + "\n")
    finally:
        cluster.down()
    table = markdown(rows)
    (args.out / "ramp.md").write_text(table)
    print(table)


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    numbers = lambda text: [int(n) for n in text.split(",")]
    p.add_argument("--executors", type=numbers, default=[100, 1000, 3000])
    p.add_argument("--latency", type=numbers, default=[0, 50], help="milliseconds in front of the API server")
    p.add_argument("--variants", type=lambda t: t.split(","), default=["podsmith", "upstream", "upstream-tuned", "floor"])
    p.add_argument("--repetitions", type=int, default=5)
    p.add_argument("--default-limit", type=int, default=1000, help="no ramp of upstream's defaults beyond; it takes minutes")
    p.add_argument("--timeout", type=int, default=600)
    p.add_argument("--stock", type=pathlib.Path, default=os.environ.get("PODSMITH_STOCK_SPARK"), help="a stock Spark distribution")
    p.add_argument("--ours", type=pathlib.Path, default=os.environ.get("PODSMITH_SPARK"), help="the same with Podsmith's jars")
    p.add_argument("--job", type=pathlib.Path, default=ROOT / "examples/jobs/target/jobs.jar")
    p.add_argument("--bench-classes", default=str(ROOT / "benchmarks/target/classes"))
    p.add_argument("--kube", type=pathlib.Path, default=os.environ.get("PODSMITH_KUBE"), help="folder with up.sh, unpack.sh and down.sh")
    p.add_argument("--state", type=pathlib.Path, default=pathlib.Path.home() / ".cache/podsmith/ramp")
    p.add_argument("--kubeconfig", default=os.environ.get("KUBECONFIG"), help="a cluster of one's own, instead of --kube")
    p.add_argument("--audit", type=pathlib.Path, help="its audit log, a JSON line a request, level Metadata")
    p.add_argument("--out", type=pathlib.Path, default=ROOT / "benchmarks/target")
    args = p.parse_args()
    if not args.stock or not args.ours or not (args.kube or (args.kubeconfig and args.audit)):
        p.error("needs --stock, --ours and --kube, or --kubeconfig with --audit")
    args.out.mkdir(parents=True, exist_ok=True)
    return args


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

    def down(self):
        if self.kube and self.state.exists():
            subprocess.run([self.kube / "down.sh", self.state], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Audit:
    """What was asked of the API server since it was opened."""

    def __init__(self, path):
        self.file = open(path)
        self.file.seek(0, os.SEEK_END)
        self.rest = ""
        self.created, self.running, self.requests = {}, {}, collections.Counter()

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
        if what["resource"] != "pods" or code >= 400 or "-exec-" not in what.get("name", ""):
            return
        if verb == "create" and not what.get("subresource"):
            self.created.setdefault(what["name"], (begun, at))
        if verb in ("patch", "update") and what.get("subresource") == "status" and agent.startswith("kwok"):
            self.running.setdefault(what["name"], at)


class Ramp:
    def __init__(self, args, cluster, variant, wanted, latency):
        self.args, self.cluster, self.variant, self.wanted, self.latency = args, cluster, variant, wanted, latency

    def run(self):
        require(not self.cluster.pods(), "executors are left from before")
        audit = Audit(self.cluster.audit)
        proxy = Proxy(self.cluster.server, self.latency / 1000) if self.latency else None
        server = proxy.url if proxy else self.cluster.server
        log = self.args.out / f"ramp-{self.variant}-{self.wanted}-{self.latency}.log"
        with open(log, "w") as sink:
            started = time.time()
            process = subprocess.Popen(self.command(server), env=self.environment(), stdin=subprocess.PIPE, stdout=sink, stderr=sink)
            try:
                return self.measure(audit, process, started)
            finally:
                process.kill()
                process.wait()
                if proxy:
                    proxy.close()
                self.cluster.get("delete", "pods,configmaps", "-l", "spark-role=executor", "--now", "--ignore-not-found")

    def command(self, server):
        if self.variant == "floor":
            jars = f"{self.args.stock}/jars/*"
            return ["java", "-Xmx1g", "-cp", f"{self.args.bench_classes}:{jars}", "io.podsmith.benchmarks.ramp.BareClient", server, str(self.wanted)]
        conf = {
            "spark.kubernetes.container.image": "simulated", "spark.executor.instances": self.wanted, "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false", "spark.scheduler.maxRegisteredResourcesWaitingTime": "0s",
            **(TUNED if self.variant == "upstream-tuned" else {}),
        }
        home = self.args.ours if self.variant.startswith("podsmith") else self.args.stock
        options = [word for key, value in conf.items() for word in ("--conf", f"{key}={value}")]
        return [f"{home}/bin/spark-submit", "--master", "k8s://" + server, "--deploy-mode", "client",
                "--class", "io.podsmith.examples.jobs.HoldJob", *options, str(self.args.job)]

    def environment(self):
        home = self.args.ours if self.variant.startswith("podsmith") else self.args.stock
        env = {k: v for k, v in os.environ.items() if k not in ("SPARK_CONF_DIR", "HADOOP_CONF_DIR", "SPARK_HOME")}
        return {**env, "SPARK_HOME": str(home), "KUBECONFIG": self.cluster.kubeconfig}

    def measure(self, audit, process, started):
        deadline = started + self.args.timeout
        while min(len(audit.created), len(audit.running)) < self.wanted and time.time() < deadline and process.poll() is None:
            time.sleep(0.25)
            audit.read()
        time.sleep(2)
        audit.read()
        cpu, resident, heap = usage(process.pid)
        first = min((begun for begun, _ in audit.created.values()), default=started)
        created = sorted(at for _, at in audit.created.values())
        running = sorted(audit.running.values())
        whole = len(created) >= self.wanted and len(running) >= self.wanted
        told = time.time()
        process.stdin.close()
        try:
            code = process.wait(timeout=180)
        except subprocess.TimeoutExpired:
            code = None
        stopped = time.time()
        left = len(self.cluster.pods())
        while left and len(self.cluster.pods()) and time.time() < stopped + 30:
            time.sleep(0.5)
        audit.read()
        return {
            "variant": self.variant, "executors": self.wanted, "latency_ms": self.latency, "complete": whole, "exit_code": code,
            "start_to_first_create_s": seconds(first - started), "first_running_s": seconds(running[0] - first) if running else None,
            "all_created_s": seconds(created[self.wanted - 1] - first) if whole else None,
            "all_running_s": seconds(running[self.wanted - 1] - first) if whole else None,
            "too_many": max(0, len(audit.created) - self.wanted), "stop_s": seconds(stopped - told), "left_after_stop": left,
            "driver_cpu_s": seconds(cpu), "driver_rss_mb": resident, "driver_heap_mb": heap, "requests": dict(sorted(audit.requests.items())),
        }


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


def markdown(rows):
    groups = collections.defaultdict(list)
    for row in rows:
        groups[row["executors"], row["latency_ms"], row["variant"]].append(row)
    text = "| executors | latency | variant | runs | first create to all created | to all running | stop | driver CPU | driver RSS | creates | all requests | too many | left |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
    for (wanted, latency, variant), runs in sorted(groups.items()):
        of = lambda key: median(run[key] for run in runs)
        creates = median(run["requests"].get("create pods", 0) for run in runs)
        total = median(sum(run["requests"].values()) for run in runs)
        text += (f"| {wanted} | {latency} ms | {variant} | {len(runs)} | {of('all_created_s')} s | {of('all_running_s')} s | {of('stop_s')} s "
                 f"| {of('driver_cpu_s')} s | {of('driver_rss_mb')} MB | {creates} | {total} | {max(r['too_many'] for r in runs)} | {max(r['left_after_stop'] for r in runs)} |\n")
    return text


def median(values):
    known = [v for v in values if v is not None]
    return round(statistics.median(known), 2) if known else "-"


def seconds(value):
    return round(value, 2)


def out(command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def require(condition, message):
    if not condition:
        sys.exit(message)


if __name__ == "__main__":
    main()

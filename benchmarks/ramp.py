#!/usr/bin/env python3
"""Ramps of executors on a real kube-apiserver with simulated nodes: Spark's own jar, Podsmith and a bare client, in turn.

See benchmarks/README.md."""
import collections, json, pathlib, subprocess, time

import bench, chart


def main():
    args = arguments()
    cluster = bench.Cluster(args)
    rows = []
    try:
        for repetition in range(args.repetitions):
            for latency in args.latency:
                for wanted in args.executors:
                    for variant in args.variants:
                        if variant == "upstream" and (wanted > args.default_limit or latency):
                            continue
                        row = Ramp(args, cluster, variant, wanted, latency).run()
                        row["repetition"] = repetition
                        rows.append(row)
                        print(json.dumps(row), flush=True)
                        bench.save(args, "ramp", rows)
    finally:
        cluster.down()
    report(args, rows)


def report(args, rows):
    table = markdown(rows)
    (args.out / "ramp.md").write_text(table)
    bars = {}
    for row in rows:
        if row["executors"] > 1 and row["all_created_s"] is not None:
            case = f"{row['executors']} executors, {row['latency_ms']} ms"
            bars.setdefault(case, {}).setdefault(row["variant"], []).append(row["all_created_s"])
    medians = {case: {variant: bench.median(times) for variant, times in sides.items()} for case, sides in bars.items()}
    if medians:
        (args.out / "ramp.svg").write_text(chart.bars(medians, args.variants, "s until all are created"))
    print(table)


def arguments():
    p = bench.parser(__doc__, ["podsmith", "upstream", "upstream-tuned", "floor"], 5)
    numbers = lambda text: [int(n) for n in text.split(",")]
    p.add_argument("--executors", type=numbers, default=[1, 100, 1000, 3000])
    p.add_argument("--latency", type=numbers, default=[0, 50], help="milliseconds in front of the API server")
    p.add_argument("--default-limit", type=int, default=1000, help="no ramp of upstream's defaults beyond, nor with latency; it takes minutes")
    p.add_argument("--stop-timeout", type=int, default=600, help="seconds for the driver to stop, after which it is killed")
    p.add_argument("--clear-timeout", type=int, default=180, help="seconds for pods to go that are left after the driver's end, after which the ramp fails")
    p.add_argument("--job", type=pathlib.Path, default=bench.ROOT / "examples/jobs/target/jobs.jar")
    return bench.parse(p)


class Ramp:
    def __init__(self, args, cluster, variant, wanted, latency):
        self.args, self.cluster, self.variant, self.wanted, self.latency = args, cluster, variant, wanted, latency

    def run(self):
        bench.require(not self.cluster.pods(), "executors are left from before")
        audit = bench.Audit(self.cluster.audit)
        proxy = bench.Proxy(self.cluster.server, self.latency / 1000) if self.latency else None
        server = proxy.url if proxy else self.cluster.server
        log = self.args.out / f"ramp-{self.variant}-{self.wanted}-{self.latency}.log"
        with open(log, "w") as sink:
            started = time.time()
            process = subprocess.Popen(self.command(server), env=bench.environment(self.args, self.cluster, self.variant), stdin=subprocess.PIPE, stdout=sink, stderr=sink)
            try:
                return self.measure(audit, process, started)
            finally:
                process.kill()
                process.wait()
                if proxy:
                    proxy.close()
                self.cluster.clear(self.args.clear_timeout)

    def command(self, server):
        if self.variant == "floor":
            jars = f"{self.args.stock}/jars/*"
            return ["java", "-Xmx1g", "-cp", f"{self.args.bench_classes}:{jars}", "io.podsmith.benchmarks.ramp.BareClient", server, str(self.wanted)]
        conf = {
            "spark.kubernetes.container.image": "simulated", "spark.executor.instances": self.wanted, "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false", "spark.scheduler.maxRegisteredResourcesWaitingTime": "0s",
            **(bench.TUNED if self.variant == "upstream-tuned" else {}),
        }
        return bench.spark_submit(self.args, self.variant, server, "io.podsmith.examples.jobs.HoldJob", self.args.job, conf)

    def measure(self, audit, process, started):
        deadline = started + self.args.timeout
        while min(len(audit.created), len(audit.running)) < self.wanted and time.time() < deadline and process.poll() is None:
            time.sleep(0.25)
            audit.read()
        time.sleep(2)
        audit.read()
        cpu, resident, heap = bench.usage(process.pid)
        first = min((begun for begun, _ in audit.created.values()), default=started)
        created = sorted(at for _, at in audit.created.values())
        running = sorted(audit.running.values())
        whole = len(created) >= self.wanted and len(running) >= self.wanted
        told = time.time()
        process.stdin.close()
        try:
            code = process.wait(timeout=self.args.stop_timeout)
        except subprocess.TimeoutExpired:
            code = None
        stopped = time.time()
        left = len(self.cluster.pods())
        emptied = self.cluster.await_empty(self.args.clear_timeout) if left else stopped
        audit.read()
        return {
            "variant": self.variant, "executors": self.wanted, "latency_ms": self.latency, "complete": whole, "exit_code": code,
            "start_to_first_create_s": bench.seconds(first - started), "first_running_s": bench.seconds(running[0] - first) if running else None,
            "all_created_s": bench.seconds(created[self.wanted - 1] - first) if whole else None,
            "all_running_s": bench.seconds(running[self.wanted - 1] - first) if whole else None,
            "too_many": max(0, len(audit.created) - self.wanted), "stop_s": bench.seconds(stopped - told), "left_after_stop": left,
            "stop_to_empty_s": bench.seconds(emptied - told) if emptied else None,
            "driver_cpu_s": bench.seconds(cpu), "driver_rss_mb": resident, "driver_heap_mb": heap, "requests": dict(sorted(audit.requests.items())),
        }


def markdown(rows):
    groups = collections.defaultdict(list)
    for row in rows:
        groups[row["executors"], row["latency_ms"], row["variant"]].append(row)
    text = "| executors | latency | variant | runs | first create to all created | to all running | stop | stop to empty | driver CPU | driver RSS | creates | all requests | too many | left |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
    for (wanted, latency, variant), runs in sorted(groups.items()):
        of = lambda key: bench.median(run.get(key) for run in runs)
        # The driver's process ends with the last pod where none is left.
        to_empty = bench.median(run.get("stop_to_empty_s", None if run["left_after_stop"] else run["stop_s"]) for run in runs)
        creates = bench.median(run["requests"].get("create pods", 0) for run in runs)
        total = bench.median(sum(run["requests"].values()) for run in runs)
        text += (f"| {wanted} | {latency} ms | {variant} | {len(runs)} | {of('all_created_s')} s | {of('all_running_s')} s | {of('stop_s')} s | {to_empty} s "
                 f"| {of('driver_cpu_s')} s | {of('driver_rss_mb')} MB | {creates} | {total} | {max(r['too_many'] for r in runs)} | {max(r['left_after_stop'] for r in runs)} |\n")
    return text


if __name__ == "__main__":
    main()

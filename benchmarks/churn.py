#!/usr/bin/env python3
"""Executors that come and go by dynamic allocation, a tenth of them killed at random: Spark's own jar and Podsmith, in turn.

See benchmarks/README.md."""
import collections, json, pathlib, random, subprocess, time, urllib.parse

import bench

FAST_DYNAMIC_ALLOCATION = {
    "spark.dynamicAllocation.enabled": "true", "spark.dynamicAllocation.executorIdleTimeout": "2s",
    "spark.dynamicAllocation.schedulerBacklogTimeout": "1s", "spark.dynamicAllocation.sustainedSchedulerBacklogTimeout": "1s",
    # executors that are not there send no heartbeats, and lose tasks when they are killed
    "spark.network.timeout": "1h", "spark.executor.heartbeatInterval": "30min", "spark.task.maxFailures": "1000",
}


def main():
    args = arguments()
    cluster = bench.Cluster(args)
    rows = []
    try:
        for repetition in range(args.repetitions):
            for variant in args.variants:
                row = Churn(args, cluster, variant).run()
                row["repetition"] = repetition
                rows.append(row)
                print(json.dumps(row), flush=True)
                bench.save(args, "churn", rows)
    finally:
        cluster.down()
    table = markdown(rows)
    (args.out / "churn.md").write_text(table)
    print(table)


def arguments():
    p = bench.parser(__doc__, ["podsmith", "upstream-tuned", "upstream"], 3)
    p.add_argument("--executors", type=int, default=1000)
    p.add_argument("--seed", type=int, default=1, help="of the choice of executors that are killed")
    p.add_argument("--job", type=pathlib.Path, default=bench.ROOT / "benchmarks/target/churn.jar", help="a jar with ChurnJob")
    return bench.parse(p)


class Churn:
    def __init__(self, args, cluster, variant):
        self.args, self.cluster, self.variant, self.wanted = args, cluster, variant, args.executors
        self.random = random.Random(args.seed)
        self.audit = bench.Audit(cluster.audit)

    def run(self):
        bench.require(not self.cluster.pods(), "executors are left from before")
        with open(self.args.out / f"churn-{self.variant}.log", "w") as sink:
            self.process = subprocess.Popen(
                self.command(), env=bench.environment(self.args, self.cluster, self.variant),
                stdin=subprocess.PIPE, stdout=sink, stderr=sink, text=True)
            try:
                return self.measure()
            finally:
                self.process.kill()
                self.process.wait()
                self.cluster.clear(180)

    def command(self):
        conf = {
            "spark.kubernetes.container.image": "simulated", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false",
            "spark.dynamicAllocation.maxExecutors": self.wanted, **FAST_DYNAMIC_ALLOCATION,
            **(bench.TUNED if self.variant == "upstream-tuned" else {}),
        }
        return bench.spark_submit(self.args, self.variant, self.cluster.server, "io.podsmith.benchmarks.churn.ChurnJob", self.args.job, conf)

    def measure(self):
        row = {"variant": self.variant, "executors": self.wanted, "phases": {}}
        killed = self.wanted // 10
        row["phases"]["up"] = self.phase(lambda: self.tell(self.wanted), created=self.wanted)
        row["phases"]["killed"] = self.phase(lambda: self.kill(killed), created=killed)
        row["phases"]["down"] = self.phase(lambda: self.tell(0), gone=self.wanted)
        row["phases"]["up again"] = self.phase(lambda: self.tell(self.wanted), created=self.wanted)
        row["driver_cpu_s"] = bench.seconds(bench.usage(self.process.pid)[0])
        told = time.time()
        self.process.stdin.close()
        try:
            row["exit_code"] = self.process.wait(timeout=180)
        except subprocess.TimeoutExpired:
            row["exit_code"] = None
        row["stop_s"] = bench.seconds(time.time() - told)
        row["left_after_stop"] = len(self.cluster.pods())
        self.audit.read()
        row["requests"] = dict(sorted(self.audit.requests.items()))
        return row

    def tell(self, wanted):
        self.process.stdin.write(f"{wanted}\n")
        self.process.stdin.flush()

    def kill(self, count):
        """With one request: kubectl deletes what it is given by name at five a second."""
        killed = self.random.sample(sorted(name for name in self.audit.running if name not in self.audit.gone), count)
        ids = urllib.parse.quote("spark-exec-id in (%s)" % ",".join(name.rsplit("-", 1)[1] for name in killed))
        self.cluster.get("delete", "--raw", f"/api/v1/namespaces/default/pods?gracePeriodSeconds=0&labelSelector={ids}")
        self.audit.gone.update((name, time.time()) for name in killed)

    def phase(self, begin, created=0, gone=0):
        """Until so many executors that were asked for run, or so many have gone; then some seconds for what is too much."""
        self.audit.read()
        requests, ran, went, asked = collections.Counter(self.audit.requests), len(self.audit.running), len(self.audit.gone), len(self.audit.created)
        begun = time.time()
        begin()
        deadline = begun + self.args.timeout
        while time.time() < deadline and self.process.poll() is None:
            time.sleep(0.25)
            self.audit.read()
            if len(self.audit.running) - ran >= created and len(self.audit.gone) - went >= gone:
                break
        whole = len(self.audit.running) - ran >= created and len(self.audit.gone) - went >= gone
        last = sorted(self.audit.running.values() if created else self.audit.gone.values())[-1] if whole else None
        time.sleep(3)
        self.audit.read()
        return {
            "seconds": bench.seconds(last - begun) if whole else None,
            "too_many": len(self.audit.created) - asked - created,
            "alive": len(self.cluster.pods()),
            "requests": sum((self.audit.requests - requests).values()),
        }


def markdown(rows):
    phases = list(rows[0]["phases"])
    text = "| variant | runs | " + " | ".join(f"{p} | created too many | requests" for p in phases) + " | stop | driver CPU | all requests | left |\n"
    text += "|---" * (2 + 3 * len(phases) + 4) + "|\n"
    for variant in dict.fromkeys(row["variant"] for row in rows):
        runs = [row for row in rows if row["variant"] == variant]
        cells = [variant, str(len(runs))]
        for phase in phases:
            of = lambda key: bench.median(run["phases"][phase][key] for run in runs)
            cells += [f"{of('seconds')} s", str(max(run["phases"][phase]["too_many"] for run in runs)), str(of("requests"))]
        of = lambda key: bench.median(run[key] for run in runs)
        cells += [f"{of('stop_s')} s", f"{of('driver_cpu_s')} s", str(bench.median(sum(r["requests"].values()) for r in runs)), str(max(r["left_after_stop"] for r in runs))]
        text += "| " + " | ".join(cells) + " |\n"
    return text


if __name__ == "__main__":
    main()

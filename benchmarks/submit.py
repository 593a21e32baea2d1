#!/usr/bin/env python3
"""spark-submit in cluster mode until the driver's pod is there, on a real kube-apiserver: Spark's own jar and Podsmith, in turn; then
submissions a second by Podsmith's engine as a library, without Spark.

See benchmarks/README.md."""
import json, os, pathlib, subprocess, time

import bench


def main():
    args = arguments()
    cluster = bench.Cluster(args)
    rows, library = [], []
    try:
        for repetition in range(args.repetitions + 1):
            for variant in args.variants:
                row = submit(args, cluster, variant)
                # the first of each reads the jars from disk
                if repetition > 0:
                    rows.append({**row, "repetition": repetition})
                    print(json.dumps(rows[-1]), flush=True)
        for _ in range(args.repetitions):
            library.append(load(args, cluster))
            print(json.dumps(library[-1]), flush=True)
        bench.save(args, "submit", {"spark_submit": rows, "library": library})
    finally:
        cluster.down()
    table = markdown(rows, library)
    (args.out / "submit.md").write_text(table)
    print(table)


def arguments():
    p = bench.parser(__doc__, ["upstream", "podsmith"], 10)
    p.add_argument("--submissions", type=int, default=500, help="of the library, a run")
    p.add_argument("--threads", type=int, default=16)
    p.add_argument("--class-path", default=str(bench.ROOT / "benchmarks/target/classpath.txt"))
    return bench.parse(p)


def submit(args, cluster, variant):
    audit = bench.Audit(cluster.audit)
    conf = {
        "spark.submit.deployMode": "cluster", "spark.kubernetes.container.image": "simulated",
        "spark.kubernetes.submission.waitAppCompletion": "false", "spark.app.name": "submitted",
    }
    command = bench.spark_submit(args, variant, cluster.server, "org.example.Job", "local:///opt/spark/jars/job.jar", conf)
    with open(args.out / f"submit-{variant}.log", "w") as sink:
        begun = time.time()
        process = subprocess.Popen(command, env=bench.environment(args, cluster, variant), stdout=sink, stderr=sink)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    ended = time.time()
    deadline = ended + 10
    while not audit.drivers and time.time() < deadline:
        time.sleep(0.1)
        audit.read()
    cluster.get("delete", "pods", "-l", "spark-role=driver", "--force", "--grace-period=0")
    bench.require(process.returncode == 0 and audit.drivers, f"no driver: see submit-{variant}.log")
    return {
        "variant": variant, "until_driver_s": bench.seconds(min(audit.drivers.values()) - begun), "until_exit_s": bench.seconds(ended - begun),
        "cpu_s": bench.seconds(used.ru_utime + used.ru_stime), "rss_mb": used.ru_maxrss // 1024, "requests": dict(sorted(audit.requests.items())),
    }


def load(args, cluster):
    """Without Spark on the class path."""
    entries = pathlib.Path(args.class_path).read_text().strip().split(":")
    path = ":".join([args.bench_classes, *(e for e in entries if "/org/apache/spark/" not in e and "/k8s-scheduler" not in e)])
    command = ["java", "-cp", path, "io.podsmith.benchmarks.submit.SubmitLoad", str(args.submissions), str(args.threads)]
    result = subprocess.run(command, env={**os.environ, "KUBECONFIG": cluster.kubeconfig}, capture_output=True, text=True)
    bench.require(result.returncode == 0, result.stderr[-2000:])
    return json.loads(result.stdout.strip().splitlines()[-1])


def markdown(rows, library):
    text = "| spark-submit | runs | until the driver is created | until it exits | CPU | memory | requests |\n|---|---|---|---|---|---|---|\n"
    for variant in dict.fromkeys(row["variant"] for row in rows):
        runs = [row for row in rows if row["variant"] == variant]
        of = lambda key: bench.median(run[key] for run in runs)
        requests = bench.median(sum(run["requests"].values()) for run in runs)
        text += f"| {variant} | {len(runs)} | {of('until_driver_s')} s | {of('until_exit_s')} s | {of('cpu_s')} s | {of('rss_mb')} MB | {requests} |\n"
    rate = bench.median(run["per_second"] for run in library)
    return text + f"\nAs a library, {library[0]['threads']} threads of one JVM: {rate} submissions a second (median of {len(library)} runs of {library[0]['submissions']}).\n"


if __name__ == "__main__":
    main()

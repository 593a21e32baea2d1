#!/usr/bin/env python3
"""spark-submit in cluster mode until the driver's pod is there, on a real kube-apiserver: Spark's own jar and Podsmith, in turn with
podsmith submit, which does not start Spark; then submissions a second by Podsmith's engine as a library, without Spark.

See benchmarks/README.md."""
import json, os, pathlib, shutil, subprocess, time

import bench

CLI = "podsmith-cli"
ARCHIVE_TIMEOUT = 120


def main():
    args = arguments()
    cluster = bench.Cluster(args)
    rows, library = [], []
    if CLI in args.variants:
        make_archive(args)
    try:
        for repetition in range(args.repetitions + 1):
            for variant in args.variants:
                row = submit(args, cluster, variant)
                # the first of each reads the jars from disk
                if repetition > 0:
                    rows.append({**row, "repetition": repetition})
                    print(json.dumps(rows[-1]), flush=True)
        for _ in range(args.repetitions if args.submissions else 0):
            library.append(load(args, cluster))
            print(json.dumps(library[-1]), flush=True)
        bench.save(args, "submit", {"spark_submit": rows, "library": library})
    finally:
        cluster.down()
    table = markdown(rows, library)
    (args.out / "submit.md").write_text(table)
    print(table)


def arguments():
    p = bench.parser(__doc__, ["upstream", "podsmith", CLI], 10)
    p.add_argument("--cli", type=pathlib.Path, default=bench.ROOT / "tools/cli/target/podsmith", help="directory of the podsmith command")
    p.add_argument("--submissions", type=int, default=500, help="of the library, a run; 0: no runs of the library")
    p.add_argument("--threads", type=int, default=16)
    p.add_argument("--class-path", default=str(bench.ROOT / "benchmarks/target/classpath.txt"))
    return bench.parse(p)


def environment(args):
    """Of the podsmith command: the archive of classes is one of this benchmark, not of the user."""
    return {"PODSMITH_CDS": str(args.out / "class-archive")}


def make_archive(args):
    """The first run makes the archive of classes in the background."""
    shutil.rmtree(args.out / "class-archive", ignore_errors=True)
    subprocess.run([args.cli / "bin/podsmith", "version"], env={**os.environ, **environment(args)}, check=True, stdout=subprocess.DEVNULL)
    end = time.time() + ARCHIVE_TIMEOUT
    while not list((args.out / "class-archive").glob("*.jsa")):
        bench.require(time.time() < end, "podsmith made no archive of classes")
        time.sleep(0.2)


def submit(args, cluster, variant):
    audit = bench.Audit(cluster.audit)
    conf = {
        "spark.submit.deployMode": "cluster", "spark.kubernetes.container.image": "simulated",
        "spark.kubernetes.submission.waitAppCompletion": "false", "spark.app.name": "submitted",
    }
    command = bench.spark_submit(args, variant, cluster.server, "org.example.Job", "local:///opt/spark/jars/job.jar", conf)
    env = bench.environment(args, cluster, variant)
    if variant == CLI:
        command[0:1] = [str(args.cli / "bin/podsmith"), "submit"]
        env.update(environment(args))
    with open(args.out / f"submit-{variant}.log", "w") as sink:
        begun = time.time()
        process = subprocess.Popen(command, env=env, stdout=sink, stderr=sink)
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
    until_driver = lambda name: bench.median(row["until_driver_s"] for row in rows if row["variant"] == name)
    for base in ("upstream", "podsmith"):
        if "-" not in (until_driver(base), until_driver(CLI)):
            text += f"\n{CLI} creates the driver {until_driver(base) / until_driver(CLI):.1f} times as fast as spark-submit ({base}).\n"
    if not library:
        return text
    rate = bench.median(run["per_second"] for run in library)
    return text + f"\nAs a library, {library[0]['threads']} threads of one JVM: {rate} submissions a second (median of {len(library)} runs of {library[0]['submissions']}).\n"


if __name__ == "__main__":
    main()

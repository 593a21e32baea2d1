"""Volumes: Spark's VolumeSuite and PVTestsSuite."""

from scenarios.registry import scenario
from scenarios.run import DRIVER_CONTAINER, EXECUTOR_CONTAINER, container

VOLUME = "VolumeSuite: "
LOCAL = {"spark.kubernetes.driver.master": "local[10]", "spark.executor.instances": None}


def check_local(run, submission, *patterns):
    run.check_code(submission)
    run.check_log(r"^sum = 5050$", r"local\[10\]", *patterns)
    run.check("no executor was made", not run.executors(), run.executors())


@scenario("volume-local-tmpfs-dirs", VOLUME + "a driver-only Spark job with a tmpfs-backed localDir volume")
def local_tmpfs_dirs(run):
    """Driver only (`local[10]`), local directories on tmpfs"""
    conf = {**LOCAL, "spark.kubernetes.local.dirs.tmpfs": "true"}
    submission = run.submit("probe.py", ["--driver-only", "run:df $SPARK_LOCAL_DIRS"], conf)
    check_local(run, submission, r"driver run:.*tmpfs .*/var/data/spark-")


@scenario("volume-local-tmpfs", VOLUME + "a driver-only Spark job with a tmpfs-backed emptyDir data volume")
def local_tmpfs(run):
    """Driver only, an emptyDir on tmpfs"""
    prefix = "spark.kubernetes.driver.volumes.emptyDir.data"
    conf = {**LOCAL, f"{prefix}.mount.path": "/data", f"{prefix}.mount.readOnly": "false", f"{prefix}.options.medium": "Memory"}
    submission = run.submit("probe.py", ["--driver-only", "run:df /data"], conf)
    check_local(run, submission, r"driver run:.*tmpfs .* /data")


@scenario("volume-local-disk", VOLUME + "a driver-only Spark job with a disk-backed emptyDir volume")
def local_disk(run):
    """Driver only, an emptyDir on disk"""
    prefix = "spark.kubernetes.driver.volumes.emptyDir.data"
    conf = {**LOCAL, f"{prefix}.mount.path": "/data", f"{prefix}.mount.readOnly": "false"}
    submission = run.submit("probe.py", ["--driver-only", "run:df /data; touch /data/file && echo written"], conf)
    check_local(run, submission, r"driver run:.* /data .*written")
    run.check_no_log(r"driver run:.*tmpfs .* /data")


def on_demand(run, role, name="data", path="/data"):
    prefix = f"spark.kubernetes.{role}.volumes.persistentVolumeClaim.{name}"
    return {
        f"{prefix}.mount.path": path,
        f"{prefix}.mount.readOnly": "false",
        f"{prefix}.options.claimName": "OnDemand",
        f"{prefix}.options.storageClass": run.ns,
        f"{prefix}.options.sizeLimit": "1Gi",
    }


@scenario("volume-local-claim", VOLUME + "a driver-only Spark job with an OnDemand PVC volume")
def local_claim(run):
    """Driver only, a claim on demand"""
    directory = run.volume(1)
    conf = {**LOCAL, **on_demand(run, "driver")}
    submission = run.submit("probe.py", ["--driver-only", "run:echo hello > /data/file; cat /data/file"], conf)
    check_local(run, submission, r"driver run:.* = hello")
    run.check("the file is on the volume", (directory / "file").exists())
    claims = list(run.claims.seen.values())
    run.check_equal("claims", len(claims), 1)
    run.check("the driver owns the claim", claims and claims[0]["metadata"]["ownerReferences"][0]["name"] == run.driver, claims)


@scenario("volume-tmpfs-dirs", VOLUME + "a Spark job with tmpfs-backed localDir volumes")
def tmpfs_dirs(run):
    """Local directories of both roles on tmpfs"""
    submission = run.submit("probe.py", ["run:df $SPARK_LOCAL_DIRS"], {"spark.kubernetes.local.dirs.tmpfs": "true"})
    run.check_code(submission)
    run.check_log(r"driver run:.*tmpfs .*/var/data/spark-", r"executor run:.*tmpfs .*/var/data/spark-")


@scenario("volume-claims", VOLUME + "a Spark job with two executors with OnDemand PVC volumes", quick=True)
def claims(run):
    """Two executors with claims on demand, which are gone afterwards"""
    run.volume(1)
    run.volume(2)
    conf = {**on_demand(run, "executor"), "spark.executor.instances": "2"}
    submission = run.submit("probe.py", ["run:df /data; touch /data/file && echo written"], conf)
    run.check_code(submission)
    run.check_log(r"executor run:.* /data .*written")
    run.check_equal("claims that there were", len(run.claims.seen), 2)
    for claim in run.claims.seen.values():
        run.check_equal("access modes", claim["spec"]["accessModes"], ["ReadWriteOncePod"])
    names = {v["persistentVolumeClaim"]["claimName"] for p in run.executors() for v in p["spec"]["volumes"] if "persistentVolumeClaim" in v}
    run.check_equal("claims that executors mount", names, set(run.claims.seen))
    run.wait_for("the claims to go", lambda: not run.claims.present(), 90)
    run.check("no claim is left", not run.claims.present())
    if run.is_podsmith:
        # The pod exists before its claim, so the scheduler's first look fails: that is no trouble worth a warning.
        run.check_no_log(r"WARN .*persistentvolumeclaim .* not found", r"WARN .*error getting PVC")


@scenario("volume-static-claim", "PVTestsSuite: PVs with local hostpath storage and storage class")
def static_claim(run):
    """A static volume and claim for both roles"""
    directory = run.volume(1, mode="ReadWriteMany")
    (directory / "data.txt").write_text("on the volume")
    spec = {
        "accessModes": ["ReadWriteMany"],
        "storageClassName": run.ns,
        "resources": {"requests": {"storage": "1Gi"}},
    }
    run.create("persistentvolumeclaims", {"metadata": {"name": "static"}, "spec": spec})
    conf = {}
    for role in ("driver", "executor"):
        prefix = f"spark.kubernetes.{role}.volumes.persistentVolumeClaim.data"
        conf[f"{prefix}.mount.path"] = "/opt/data"
        conf[f"{prefix}.options.claimName"] = "static"
    submission = run.submit("probe.py", ["file:/opt/data/data.txt"], conf)
    run.check_code(submission)
    run.check_log(r"driver file:/opt/data/data\.txt = on the volume", r"executor file:/opt/data/data\.txt = on the volume")
    run.check("the claim stays", "static" in {c["metadata"]["name"] for c in run.claims.present()})


@scenario("volume-static-read-write-once-pod", "PVTestsSuite: a ReadWriteOncePod volume")
def static_once_pod(run):
    """A static ReadWriteOncePod claim of the driver"""
    directory = run.volume(1)
    spec = {
        "accessModes": ["ReadWriteOncePod"],
        "storageClassName": run.ns,
        "resources": {"requests": {"storage": "1Gi"}},
    }
    run.create("persistentvolumeclaims", {"metadata": {"name": "static"}, "spec": spec})
    prefix = "spark.kubernetes.driver.volumes.persistentVolumeClaim.data"
    conf = {f"{prefix}.mount.path": "/opt/data", f"{prefix}.options.claimName": "static"}
    submission = run.submit("probe.py", ["run:echo hello > /opt/data/file; cat /opt/data/file"], conf)
    run.check_code(submission)
    run.check_log(r"driver run:.* = hello")
    run.check_equal("the file on the volume", (directory / "file").read_text(), "hello\n")


@scenario("volume-host-path", "")
def host_path(run):
    """hostPath volumes: local directories by name, and a subdirectory per executor"""
    local, data = run.shared / "local", run.shared / "data"
    for directory in (local, data):
        directory.mkdir()
        directory.chmod(0o777)
    conf = {
        "spark.kubernetes.executor.volumes.hostPath.spark-local-dir-1.mount.path": "/local",
        "spark.kubernetes.executor.volumes.hostPath.spark-local-dir-1.options.path": str(local),
        "spark.kubernetes.executor.volumes.hostPath.data.mount.path": "/data",
        "spark.kubernetes.executor.volumes.hostPath.data.mount.subPathExpr": "$(SPARK_EXECUTOR_ID)",
        "spark.kubernetes.executor.volumes.hostPath.data.options.path": str(data),
    }
    submission = run.submit("probe.py", ["env:SPARK_LOCAL_DIRS", "run:touch /data/file; ls /local | head -1"], conf)
    run.check_code(submission)
    run.check_log(r"executor env:SPARK_LOCAL_DIRS = /local(/|$)", r"executor run:.* = (blockmgr|spark)-")
    run.check("the executor wrote below its id", (data / "1/file").exists(), list(data.rglob("*")))
    volumes = run.executors()[0]["spec"]["volumes"]
    run.check("no emptyDir for local directories", not any("emptyDir" in v for v in volumes), volumes)
    mounts = container(run.driver_pod(), DRIVER_CONTAINER)["volumeMounts"]
    run.check("the driver does not mount them", not any(m["mountPath"] in ("/local", "/data") for m in mounts), mounts)
    run.check("the executor mounts them", len(container(run.executors()[0], EXECUTOR_CONTAINER)["volumeMounts"]) >= 2)

"""Reuse of executors' claims: the new executor gets the claim of the one that went."""

from scenarios.registry import scenario
from scenarios.run import EXECUTOR_CONTAINER, executor_id

SLOW_SIDECAR = """\
apiVersion: v1
kind: Pod
spec:
  containers:
  - name: spark-kubernetes-executor
  - name: slow
    image: {image}
    imagePullPolicy: Never
    args: [sh, -c, "trap 'sleep 6; exit 0' TERM; while true; do sleep 0.2; done"]
"""
STOCK = "makes a second claim; the first lies idle until the next loss"


def claim_settings(run, name="spark-local-dir-1", path="/claims"):
    prefix = f"spark.kubernetes.executor.volumes.persistentVolumeClaim.{name}"
    return {
        f"{prefix}.mount.path": path,
        f"{prefix}.mount.readOnly": "false",
        f"{prefix}.options.claimName": "OnDemand",
        f"{prefix}.options.storageClass": run.ns,
        f"{prefix}.options.sizeLimit": "1Gi",
        # One failed or deleted executor is no reason to end.
        "spark.executor.maxNumFailures": "5",
    }


def claims_of(pod):
    return {v["persistentVolumeClaim"]["claimName"] for v in pod["spec"]["volumes"] if "persistentVolumeClaim" in v}


def delete(run):
    run.delete("pods", run.executor(1)["metadata"]["name"])


def crash(run):
    run.kill_jvm(run.executor(1)["metadata"]["name"], EXECUTOR_CONTAINER)


def lose_executor(run, how, slow=False, wait=False, shuffle=False, conf=()):
    """Runs a job with one executor, loses it, and checks that the next one has its claim."""
    for number in (1, 2):
        run.volume(number)
    settings = {**claim_settings(run), **dict(conf)}
    if slow:
        template = run.out / "executor.yaml"
        template.write_text(SLOW_SIDECAR.format(image=run.image))
        settings["spark.kubernetes.executor.podTemplateFile"] = str(template)
    if wait:
        settings["spark.kubernetes.driver.waitToReusePersistentVolumeClaim"] = "true"
    if shuffle:
        settings["spark.shuffle.sort.io.plugin.class"] = "org.apache.spark.shuffle.KubernetesLocalDiskShuffleDataIO"
    submission = run.start("hold.py", ["--shuffle"] if shuffle else [], settings)
    run.wait_for_line("ready")
    how(run)
    run.wait_for_line(r"round \d+: executors [2-9]$", timeout=300)
    run.finish()
    submission.wait()
    run.check_code(submission)
    first, last = run.executor(1), run.executors()[-1]
    run.check("there is a new executor", executor_id(last) > 1)
    run.check_equal("claims of the new executor", claims_of(last), claims_of(first))
    run.check_equal("claims that were ever made", len(run.claims.seen), 1)
    if shuffle:
        run.check_log(r"^shuffled 7 keys, mapped 100$", r"^shuffled again 7 keys, mapped 100$")
    run.wait_for("the claims to go", lambda: not run.claims.present(), 90)
    run.check("no claim is left", not run.claims.present())


@scenario("claim-after-deletion", "", stock_note=STOCK)
def after_deletion(run):
    """An executor is deleted; defaults"""
    lose_executor(run, delete)


@scenario("claim-after-slow-deletion", "", stock_note=STOCK)
def after_slow_deletion(run):
    """An executor is deleted and takes six seconds to go; defaults"""
    lose_executor(run, delete, slow=True)


@scenario("claim-after-crash", "", stock_note=STOCK)
def after_crash(run):
    """The JVM of an executor is killed; defaults"""
    lose_executor(run, crash)


@scenario("claim-after-deletion-wait", "", stock_note=STOCK)
def after_deletion_wait(run):
    """An executor is deleted; waitToReusePersistentVolumeClaim"""
    lose_executor(run, delete, wait=True)


@scenario("claim-after-slow-deletion-wait", "", stock_note=STOCK)
def after_slow_deletion_wait(run):
    """An executor is deleted and takes six seconds to go; waitToReusePersistentVolumeClaim"""
    lose_executor(run, delete, slow=True, wait=True)


@scenario("claim-after-crash-wait", "", stock_note="recovers no map output in time, or makes a second claim")
def after_crash_wait(run):
    """The JVM of an executor is killed, its shuffle is recovered from the claim; waitToReusePersistentVolumeClaim"""
    lose_executor(run, crash, wait=True, shuffle=True)


@scenario("claim-not-reused", "")
def not_reused(run):
    """reusePersistentVolumeClaim=false: each executor has a claim of its own"""
    for number in (1, 2):
        run.volume(number)
    conf = {**claim_settings(run), "spark.kubernetes.driver.reusePersistentVolumeClaim": "false"}
    submission = run.start("hold.py", conf=conf)
    run.wait_for_line("ready")
    delete(run)
    run.wait_for_line(r"round \d+: executors [2-9]$", timeout=300)
    run.finish()
    submission.wait()
    run.check_code(submission)
    run.check("the claims differ", claims_of(run.executor(1)) != claims_of(run.executors()[-1]))


@scenario("claim-statefulset", "")
def stateful_set(run):
    """Claims of the statefulset allocator are removed with the job"""
    from scenarios.run import NotApplicable

    if not run.is_podsmith:
        raise NotApplicable("stock leaves the claims of a StatefulSet to the user.")
    for number in (1, 2):
        run.volume(number)
    conf = {**claim_settings(run), "spark.kubernetes.allocation.pods.allocator": "statefulset", "spark.executor.instances": "2"}
    submission = run.submit("hold.py", ["--rounds", 2], conf)
    run.check_code(submission)
    run.check_equal("claims that there were", len(run.claims.seen), 2)
    run.wait_for("the claims to go", lambda: not run.claims.present(), 90)
    run.check("no claim is left", not run.claims.present())

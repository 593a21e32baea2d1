"""Ends: exit codes, deletions, evictions, deadlines, lost executors, kill and status."""

import re
import time

from scenarios import node
from scenarios.registry import scenario
from scenarios.run import DRIVER_CONTAINER, EXECUTOR_CONTAINER, JOBS_JAR, TIMEOUTS, WORD_COUNT, exit_code, executor_id, is_terminating

FAILS = {"survives_failure": True, "stops_well": False}


@scenario("exit-code", "", quick=True, stock_note="spark-submit ends with 0 when the driver fails", **FAILS)
def exit_code_handed_on(run):
    """The driver's exit code 42 is the exit code of spark-submit"""
    submission = run.submit("ends.py", ["exit-with-context", 42])
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 42)
    run.check_code(submission, 42)
    run.check_no_log(r"ended as Running", log=submission.log, name="spark-submit's log")


@scenario("exit-exception", "", stock_note="spark-submit ends with 0 when the driver fails", **FAILS)
def exception(run):
    """An exception of the application: exit code 1, and an annotation with the exception"""
    conf = {"spark.kubernetes.driver.annotateExitException": "true"}
    submission = run.submit(JOBS_JAR, ["file:///does/not/exist"], conf, cls=WORD_COUNT)
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 1)
    annotations = run.driver_pod()["metadata"].get("annotations", {})
    said = [v for v in annotations.values() if "does/not/exist" in v]
    run.check("the exception is an annotation of the driver", said, annotations)
    run.check_code(submission, 1)


def begin(run, conf=(), args=(), **options):
    submission = run.start("hold.py", args, conf, **options)
    run.wait_for_line("ready")
    return submission


@scenario("driver-deleted", "", stock_note="spark-submit ends with 0 and does not say that the pod was deleted", **FAILS)
def driver_deleted(run):
    """The driver's pod is deleted while spark-submit waits"""
    submission = begin(run)
    run.delete("pods", run.driver)
    submission.wait()
    run.check_code(submission, 143)
    run.check_log(r"was deleted", log=submission.log, name="spark-submit's log")


@scenario("driver-deleted-by-force", "", stock_note="spark-submit ends with 0 and does not say that the pod was deleted", **FAILS)
def driver_deleted_by_force(run):
    """The driver's pod is deleted with a grace period of 0"""
    submission = begin(run)
    run.delete("pods", run.driver, gracePeriodSeconds="0")
    submission.wait()
    run.check("spark-submit fails", submission.code not in (0, None), submission.code)
    run.check_log(r"was deleted|does not exist|is gone|disappeared", log=submission.log, name="spark-submit's log")


@scenario("driver-evicted", "", stock_note="spark-submit ends with 0 and does not say that the pod was evicted", **FAILS)
def driver_evicted(run):
    """The driver's pod is evicted by the eviction API"""
    submission = begin(run)
    run.evict(run.driver)
    submission.wait()
    run.check_code(submission, 143)
    run.check_log(r"evicted", log=submission.log, name="spark-submit's log")


@scenario("driver-deadline", "", stock_note="spark-submit ends with 0 after DeadlineExceeded", **FAILS)
def driver_deadline(run):
    """activeDeadlineSeconds of the driver's template passes"""
    template = run.out / "driver.yaml"
    template.write_text("apiVersion: v1\nkind: Pod\nspec: {activeDeadlineSeconds: 45}\n")
    submission = run.submit("hold.py", conf={"spark.kubernetes.driver.podTemplateFile": str(template)})
    run.check("spark-submit fails", submission.code not in (0, None), submission.code)
    run.check_log(r"DeadlineExceeded|deadline", log=submission.log, name="spark-submit's log")
    run.wait_for("the phase", lambda: run.driver_pod()["status"]["phase"] == "Failed", 60)


@scenario("driver-collected", "")
def driver_collected(run):
    """When the driver's pod is deleted after the job, everything that it owns goes"""
    services = run.record("services")
    submission = run.submit()
    run.check_pi(submission)
    run.check("the driver has a service", services.seen)
    run.check("the driver has a ConfigMap", [m for m in run.config_maps.seen if m.startswith(("spark-drv", run.name))], list(run.config_maps.seen))
    run.delete("pods", run.driver)

    def left():
        maps = [m["metadata"]["name"] for m in run.config_maps.present() if m["metadata"]["name"] != "kube-root-ca.crt"]
        return maps + [s["metadata"]["name"] for s in services.present()] + [p["metadata"]["name"] for p in run.pods.present()]

    run.wait_for("the driver's objects to go", lambda: not left(), 120)
    run.check("nothing is left", not left(), left())


@scenario("executor-killed", "")
def executor_killed(run):
    """The JVM of an executor is killed: a new one takes over"""
    submission = begin(run)
    first = run.executor(1)["metadata"]["name"]
    run.kill_jvm(first, EXECUTOR_CONTAINER)
    run.wait_for_line(r"round \d+: executors 2$", timeout=240)
    run.finish()
    submission.wait()
    run.check_code(submission)
    run.check_log(r"round \d+: executors 2$", r"137")
    run.check("the pod of the first one is gone", first in run.pods.deleted)


@scenario("executor-deleted", "")
def executor_deleted(run):
    """The pod of an executor is deleted: a new one takes over"""
    submission = begin(run)
    run.delete("pods", run.executor(1)["metadata"]["name"])
    run.wait_for_line(r"round \d+: executors 2$", timeout=240)
    run.finish()
    submission.wait()
    run.check_code(submission)
    run.check_equal("executors", [executor_id(p) for p in run.executors()], [1, 2])


@scenario("executor-evicted", "")
def executor_evicted(run):
    """The pod of an executor is evicted: a new one takes over, and the application is not blamed"""
    submission = begin(run, {"spark.executor.maxNumFailures": "1"})
    run.evict(run.executor(1)["metadata"]["name"])
    run.wait_for_line(r"round \d+: executors 2$", timeout=240)
    run.finish()
    submission.wait()
    run.check_code(submission)
    run.check_equal("executors", [executor_id(p) for p in run.executors()], [1, 2])


@scenario("executor-memory", "", **FAILS)
def executor_memory(run):
    """A task uses more memory than the limit of its executor: the log says what was killed"""
    conf = {
        "spark.executor.maxNumFailures": "1",
        "spark.task.maxFailures": "1",
        "spark.kubernetes.memoryOverheadFactor": "0.1",
        "spark.executor.memoryOverhead": "200m",
        "spark.kubernetes.executor.deleteOnTermination": "false",
    }
    run.keeps_executors = True
    submission = run.submit("ends.py", ["memory"], conf)
    run.check("the driver fails", run.wait_for_end(run.driver) != 0)
    # The kernel kills the JVM, or only Python's process: then the executor lives and the task fails.
    run.check_log(r"OOMKilled|Python worker exited unexpectedly|Connection reset|EOFException|MemoryError")
    run.check("spark-submit has ended", submission.code is not None)


@scenario("executors-all-die", "", stock_note="spark-submit ends with 0 when the driver fails", **FAILS)
def executors_all_die(run):
    """No executor can start its JVM: the driver ends with 11 (EXCEED_MAX_EXECUTOR_FAILURES)"""
    conf = {"spark.executor.maxNumFailures": "2", "spark.executor.extraJavaOptions": "-agentlib:no-such-agent"}
    submission = run.submit(JOBS_JAR, conf=conf)
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 11)
    run.check_code(submission, 11)
    run.check("at most five executors were made", len(run.executors()) <= 5, len(run.executors()))


@scenario("executors-all-die-python", "", stock_note="spark-submit ends with 0 when the driver fails", **FAILS)
def executors_all_die_python(run):
    """Every executor of a Python job halts: the driver ends with 11 (EXCEED_MAX_EXECUTOR_FAILURES)"""
    conf = {"spark.executor.maxNumFailures": "2", "spark.task.maxFailures": "20"}
    submission = run.submit("ends.py", ["die"], conf)
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 11)
    run.check_code(submission, 11)
    run.check("at most five executors were made", len(run.executors()) <= 5, len(run.executors()))


@scenario("submit-no-wait", "", stops_well=False)
def no_wait(run):
    """waitAppCompletion=false: spark-submit ends while the job runs"""
    submission = run.submit("hold.py", conf={"spark.kubernetes.submission.waitAppCompletion": "false"})
    run.check_code(submission)
    run.check("the driver still runs", exit_code(run.driver_pod()) is None)
    run.wait_for_line("ready")
    run.finish()
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 0)


@scenario("executors-kept", "")
def executors_kept(run):
    """deleteOnTermination=false keeps the pods of executors"""
    run.keeps_executors = True
    submission = run.submit(conf={"spark.kubernetes.executor.deleteOnTermination": "false", "spark.executor.instances": "2"})
    run.check_pi(submission)
    run.wait_for("executors to end", lambda: all(p["status"]["phase"] in ("Succeeded", "Failed") for p in run.executors()), 120)
    run.check_equal("executors that are left", [executor_id(p) for p in run.executors_left()], [1, 2])


def manage(run, what, target, conf=()):
    command = [str(run.spark_home / "bin/spark-submit"), what, target, "--master", f"k8s://{node.SERVER}"]
    for key, value in {**TIMEOUTS, **dict(conf)}.items():
        command += ["--conf", f"{key}={value}"]
    return run.spawn(command).wait()


@scenario("status", "", stops_well=False, survives_failure=True)
def status(run):
    """--status while the job runs and after it"""
    begin(run, {"spark.kubernetes.submission.waitAppCompletion": "false"})
    said = manage(run, "--status", f"{run.ns}:{run.driver}")
    run.check_code(said)
    run.check_log(r"phase: Running", log=said.log, name="the output")
    run.finish()
    run.wait_for_end(run.driver)
    run.wait_for("the phase", lambda: run.driver_pod()["status"]["phase"] == "Succeeded", 60)
    said = manage(run, "--status", f"{run.ns}:{run.driver}")
    run.check_log(r"phase: Succeeded", log=said.log, name="the output")
    missing = manage(run, "--status", f"{run.ns}:no-such-driver")
    run.check_log(r"No applications found|not found|no driver|No driver", log=missing.log, name="the output")


@scenario("kill", "", survives_failure=True, stops_well=False)
def kill(run):
    """--kill with a pattern and a grace period"""
    begin(run, {"spark.kubernetes.submission.waitAppCompletion": "false"})
    started = time.monotonic()
    said = manage(run, "--kill", f"{run.ns}:{run.driver[:8]}*", {"spark.kubernetes.appKillPodDeletionGracePeriod": "5"})
    run.check_code(said)
    run.wait_for("the driver to go", lambda: run.driver in run.pods.deleted, 120)
    run.check("the driver is gone", run.driver in run.pods.deleted)
    grace = [p["metadata"].get("deletionGracePeriodSeconds") for _, _, p in run.pods.history if p["metadata"]["name"] == run.driver and is_terminating(p)]
    run.check("the grace period is that of the setting", 5 in grace, grace)
    run.wait_for("executors to go", lambda: not run.executors_left(), 120)
    run.check("it took seconds", time.monotonic() - started < 240)


@scenario("driver-exists", "", stops_well=False, survives_failure=True)
def driver_exists(run):
    """A second job with the name of a driver that exists fails and leaves the first alone"""
    first = begin(run)
    uid = run.driver_pod()["metadata"]["uid"]
    second = run.submit("hold.py")
    run.check("the second spark-submit fails", second.code != 0)
    run.check_log(r"already exists", log=second.log, name="spark-submit's log")
    run.check_equal("the driver is the first one", run.driver_pod()["metadata"]["uid"], uid)
    run.finish()
    first.wait()
    run.check_code(first)


@scenario("executor-start-hopeless", "", stock_note="waits for executors without end", **FAILS)
def hopeless(run):
    """Executors whose image does not exist: the reason is in the driver's log"""
    submission = run.start("hold.py", conf={"spark.kubernetes.executor.container.image": "docker.io/podsmith/none:1"})
    run.wait_for("an executor", lambda: run.executors())
    line = run.wait_for_line(r".*(ErrImageNeverPull|ErrImagePull|ImagePullBackOff).*", timeout=90)
    run.check("the log has the reason", line)
    run.delete("pods", run.driver)
    submission.wait()
    run.check("spark-submit has ended", submission.code is not None)
    run.check("one driver", len([p for p in run.pods.seen if re.search("driver", p)]) == 1)
    run.check_equal("container 0 of the driver", run.driver_pod()["spec"]["containers"][0]["name"], DRIVER_CONTAINER)

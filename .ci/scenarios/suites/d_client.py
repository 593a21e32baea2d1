"""Client mode and dynamic allocation: Spark's ClientModeTestsSuite and DynamicAllocationTestSuite, and situations."""

from scenarios import node
from scenarios.registry import scenario
from scenarios.run import DRIVER_CONTAINER, EXECUTOR_CONTAINER, JOBS_JAR, container, executor_id, is_running, is_terminating

CA = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"
TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"


@scenario("client-pod", "ClientModeTestsSuite: run in client mode", quick=True)
def client_pod(run):
    """Client mode in a pod with a headless service, token and CA given"""
    ports = [{"name": "driver-port", "port": 7077}, {"name": "block-manager", "port": 10000}]
    run.create("services", {"metadata": {"name": "driver-service"},
                            "spec": {"clusterIP": "None", "selector": {"spark-app-locator": run.name}, "ports": ports}})
    conf = {
        "spark.driver.blockManager.port": "10000",
        "spark.kubernetes.authenticate.oauthTokenFile": TOKEN,
        "spark.kubernetes.authenticate.caCertFile": CA,
    }
    run.client_pod(JOBS_JAR, conf=conf)
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 0)
    run.check_log(r"Pi is roughly 3\.")
    run.check("there were executors", run.executors())
    owner = run.executors()[0]["metadata"].get("ownerReferences", [{}])[0]
    run.check_equal("owner of the executor", owner.get("name"), run.driver)
    service = run.api.find(run.path("services", "driver-service"))
    run.check("the service of the user stays", service)


@scenario("client-bind-all", "")
def bind_all(run):
    """Client mode in a pod that binds to 0.0.0.0, with an address of its own for executors"""
    conf = {"spark.driver.bindAddress": "0.0.0.0", "spark.kubernetes.executor.useDriverPodIP": "false"}
    run.client_pod(JOBS_JAR, conf=conf)
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 0)
    run.check_log(r"Pi is roughly 3\.")


@scenario("client-bind-all-pod-ip", "", stock_note="tells executors to connect to 0.0.0.0")
def bind_all_pod_ip(run):
    """The same with useDriverPodIP, which Spark 4.1 cannot run: the log says what to set"""
    run.client_pod(JOBS_JAR, conf={"spark.driver.bindAddress": "0.0.0.0"})
    run.check("the driver fails", run.wait_for_end(run.driver) != 0)
    run.check_log(r"WARN .*spark\.driver\.host is 0\.0\.0\.0.*useDriverPodIP=false")
    env = container(run.executors()[0], EXECUTOR_CONTAINER)["env"]
    url = next(variable["value"] for variable in env if variable["name"] == "SPARK_DRIVER_URL")
    run.check("executors connect to the pod of the driver", "0.0.0.0" not in url, url)


@scenario("client-outside", "")
def outside(run):
    """Client mode outside the cluster"""
    conf = {"spark.driver.host": node.ADDRESS, "spark.driver.bindAddress": node.ADDRESS,
            "spark.kubernetes.executor.useDriverPodIP": None}
    submission = run.submit(str(node.ROOT / "examples/jobs/target/jobs.jar"), cls="io.podsmith.examples.jobs.PiJob", mode="client", conf=conf)
    run.check_code(submission)
    run.check_log(r"Pi is roughly 3\.", log=submission.log, name="spark-submit's log")
    run.check_equal("executors", len(run.executors()), 1)


@scenario("client-restarted", "", stops_well=False)
def restarted(run):
    """A driver in client mode that is killed and restarted in its pod gets executors again"""
    run.client_pod("hold.py", conf={"spark.executor.instances": "2"}, restart="OnFailure")
    run.wait_for_line("ready")
    before = {p["metadata"]["uid"] for p in run.executors()}
    run.kill_jvm(run.driver, DRIVER_CONTAINER)

    def started_again():
        statuses = run.driver_pod()["status"].get("containerStatuses", [{}])
        return statuses[0].get("restartCount", 0) >= 1 and statuses[0].get("state", {}).get("running")

    run.wait_for("the driver's container to start again", started_again)
    run.wait_for_line("ready")
    after = {p["metadata"]["uid"] for p in run.running_executors()}
    run.check("the new driver has executors", after - before)
    run.finish()
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 0)
    run.wait_for("executors to end", lambda: not [p for p in run.executors_left() if is_running(p) and not is_terminating(p)], 60)
    # Executors of the first driver have ended with it; their pods belong to the driver's pod and go with it.
    run.delete("pods", run.driver)
    run.wait_for("all executors to go", lambda: not run.executors_left(), 120)
    run.check("nothing is left once the driver's pod is deleted", not run.executors_left())


DYNAMIC = {
    "spark.dynamicAllocation.enabled": "true",
    "spark.dynamicAllocation.shuffleTracking.enabled": "true",
    "spark.dynamicAllocation.minExecutors": "0",
    "spark.dynamicAllocation.initialExecutors": "0",
    "spark.dynamicAllocation.maxExecutors": "1",
    "spark.executor.instances": None,
}


@scenario("dynamic-client", "DynamicAllocationTestSuite: dynamic allocation in client mode")
def dynamic_client(run):
    """Dynamic allocation from 0 to 1 executor in client mode in a pod"""
    run.client_pod(JOBS_JAR, conf=DYNAMIC)
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 0)
    run.check_log(r"Pi is roughly 3\.")
    run.check_equal("executors", len(run.executors()), 1)


@scenario("dynamic-down-and-up", "")
def dynamic_down_and_up(run):
    """Dynamic allocation down to no executor and up again"""
    conf = {**DYNAMIC, "spark.dynamicAllocation.maxExecutors": "2", "spark.dynamicAllocation.executorIdleTimeout": "3s",
            "spark.dynamicAllocation.shuffleTracking.timeout": "3s"}
    submission = run.start("hold.py", ["--idle", 45, "--rounds", 3], conf)
    run.wait_for_line("ready")
    run.wait_for("idle executors to go", lambda: run.executors() and not [p for p in run.executors_left() if not is_terminating(p)], 120)
    first = {executor_id(p) for p in run.executors()}
    submission.wait()
    run.check_code(submission)
    run.check_log(r"^round 3:")
    second = {executor_id(p) for p in run.executors()} - first
    run.check("there are new executors with new ids", second, run.executors())


@scenario("dynamic-statefulset", "", stock_note="with a StatefulSet, idle executors are not replaced")
def dynamic_stateful_set(run):
    """Dynamic allocation with the statefulset allocator"""
    sets = run.record("statefulsets", "apis/apps/v1")
    conf = {**DYNAMIC, "spark.dynamicAllocation.maxExecutors": "2", "spark.kubernetes.allocation.pods.allocator": "statefulset",
            "spark.dynamicAllocation.executorIdleTimeout": "60s"}
    submission = run.submit("hold.py", ["--rounds", 4, "--tasks", 4, "--seconds", 1], conf)
    run.check_code(submission)
    run.check_log(r"^round 4:")
    run.check_equal("StatefulSets that there were", len(sets.seen), 1)
    run.wait_for("the StatefulSet to go", lambda: not sets.present(), 60)


@scenario("external-shuffle-service", "DynamicAllocationTestSuite: cluster mode with an external shuffle service (old)")
def shuffle_service(run):
    """Dynamic allocation with Spark's external shuffle service on the node's network"""
    local = run.shared / "local"
    local.mkdir()
    local.chmod(0o777)
    port = 20000 + sum(map(ord, run.ns)) % 5000
    volume = {"name": "local", "hostPath": {"path": str(local)}}
    service = {
        "name": "shuffle",
        "image": run.image,
        "imagePullPolicy": "Never",
        "args": ["/opt/spark/bin/spark-class", "org.apache.spark.deploy.ExternalShuffleService"],
        "env": [{"name": "SPARK_SHUFFLE_OPTS", "value": f"-Dspark.shuffle.service.port={port} -Dspark.shuffle.service.enabled=true"},
                {"name": "SPARK_DAEMON_MEMORY", "value": "256m"}],
        "volumeMounts": [{"name": "local", "mountPath": "/local"}],
        "resources": {"requests": {"cpu": "50m"}},
    }
    run.create("pods", {"metadata": {"name": "shuffle"}, "spec": {"hostNetwork": True, "containers": [service], "volumes": [volume]}})
    run.wait_for("the shuffle service", lambda: "started" in log_of(run, "shuffle") or "Starting shuffle service on port" in log_of(run, "shuffle"))
    template = run.out / "executor.yaml"
    template.write_text("apiVersion: v1\nkind: Pod\nspec: {hostNetwork: true}\n")
    conf = {
        **DYNAMIC,
        "spark.dynamicAllocation.shuffleTracking.enabled": None,
        "spark.authenticate": None,
        "spark.shuffle.service.enabled": "true",
        "spark.shuffle.service.port": str(port),
        "spark.kubernetes.executor.podTemplateFile": str(template),
        "spark.kubernetes.executor.volumes.hostPath.spark-local-dir-1.mount.path": "/local",
        "spark.kubernetes.executor.volumes.hostPath.spark-local-dir-1.options.path": str(local),
        "spark.dynamicAllocation.executorIdleTimeout": "5s",
    }
    submission = run.start("hold.py", ["--shuffle", "--idle", 30, "--rounds", 1], conf)
    run.wait_for_line("ready")
    submission.wait()
    run.check_code(submission)
    run.check_log(r"^shuffled 7 keys, mapped 100$", r"Registered executor with|Registering executor with local external shuffle service|shuffled again 7 keys, mapped 100$")
    # The executor that made the shuffle has gone; its map outputs were served by the service.
    run.check_log(r"^shuffled again 7 keys, mapped 100$")
    run.check("the first executor was idle and went", len(run.executors()) >= 2, len(run.executors()))


def log_of(run, pod):
    try:
        return run.log(pod)
    except Exception:
        return ""


@scenario("client-deployment-allocator", "")
def deployment_allocator(run):
    """Executors as a Deployment (an allocator of Spark 4.2)"""
    from scenarios.run import NotApplicable

    if not run.is_podsmith:
        raise NotApplicable("the deployment allocator is new in Spark 4.2.")
    deployments = run.record("deployments", "apis/apps/v1")
    conf = {"spark.kubernetes.allocation.pods.allocator": "deployment", "spark.executor.instances": "2"}
    submission = run.submit("hold.py", ["--rounds", 2], conf)
    run.check_code(submission)
    run.check_equal("Deployments that there were", len(deployments.seen), 1)
    run.wait_for("the Deployment to go", lambda: not deployments.present(), 60)
    run.check("no Deployment is left", not deployments.present())


@scenario("stage-level", "")
def stage_level(run):
    """Stage-level scheduling: a second resource profile has executors of its own"""
    conf = {**DYNAMIC, "spark.dynamicAllocation.maxExecutors": "2", "spark.kubernetes.executor.limit.cores": None}
    submission = run.submit("stages.py", conf=conf)
    run.check_code(submission)
    run.check_log(r"^default profile: \['1'(, '2')?\]", r"^own profile: \['[2-9]'(, '[2-9]')?\]")
    profiles = {p["metadata"]["labels"].get("spark-exec-resourceprofile-id") for p in run.executors()}
    run.check_equal("profiles in labels", profiles, {"0", "1"})
    other = next(p for p in run.executors() if p["metadata"]["labels"]["spark-exec-resourceprofile-id"] == "1")
    memory = other["spec"]["containers"][0]["resources"]["requests"]["memory"]
    run.check_equal("memory of the second profile", memory, "1000Mi")
    run.check_equal("container 0 of the driver", run.driver_pod()["spec"]["containers"][0]["name"], DRIVER_CONTAINER)

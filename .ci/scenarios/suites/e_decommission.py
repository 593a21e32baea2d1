"""Decommissioning, rolling and resizing: Spark's DecommissionSuite and ExecutorResizeSuite."""

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scenarios import node
from scenarios.registry import scenario
from scenarios.run import DRIVER_CONTAINER, EXECUTOR_CONTAINER, NotApplicable, container, container_status, executor_id, is_terminating

DECOMMISSION = "DecommissionSuite: "
BASE = {
    "spark.decommission.enabled": "true",
    "spark.storage.decommission.enabled": "true",
    "spark.storage.decommission.shuffleBlocks.enabled": "true",
    "spark.storage.decommission.rddBlocks.enabled": "true",
    "spark.storage.decommission.replicationReattemptInterval": "1s",
    "spark.executor.instances": "3",
    "spark.kubernetes.executor.label.role-of": "worker",
}


def delete_first(run, before_finish=20):
    """Deletes executor 1 once blocks are there, waits until it has gone, and lets the job read them again."""
    run.wait_for_line("ready")
    name = run.executor(1)["metadata"]["name"]
    run.delete("pods", name)
    run.wait_for(f"{name} to go", lambda: name in run.pods.deleted, 180)
    run.finish()


@scenario("decommission", DECOMMISSION + "node decommissioning")
def basic(run):
    """A deleted executor is decommissioned: its blocks migrate and nothing is computed again"""
    submission = run.start("decommission.py", [3], BASE)
    delete_first(run)
    submission.wait()
    run.check_code(submission)
    run.check_log(r"Decommission(ing)? executors?", r"first count: 100", r"second count: 100", r"Final accumulator value is: 100$")


@scenario("decommission-cleanup", DECOMMISSION + "node decommissioning with shuffle cleanup")
def cleanup(run):
    """The same with shuffle tracking and dynamic allocation"""
    conf = {
        **BASE,
        "spark.dynamicAllocation.enabled": "true",
        "spark.dynamicAllocation.shuffleTracking.enabled": "true",
        "spark.dynamicAllocation.shuffleTracking.timeout": "60s",
        "spark.dynamicAllocation.minExecutors": "3",
        "spark.dynamicAllocation.maxExecutors": "3",
        "spark.storage.decommission.replicationReattemptInterval": "1s",
    }
    submission = run.start("decommission.py", [3], conf)
    delete_first(run)
    submission.wait()
    run.check_code(submission)
    run.check_log(r"Decommission(ing)? executors?", r"second count: 100", r"Final accumulator value is: 100$")


@scenario("decommission-timeout", DECOMMISSION + "decommissioning timeouts")
def timeout(run):
    """An idle executor that does not finish decommissioning is killed after its time"""
    conf = {
        **BASE,
        # Blocks are tried again for ever, so that only the timeout ends the executor.
        "spark.storage.decommission.replicationReattemptInterval": "8640000s",
        "spark.executor.decommission.forceKillTimeout": "10s",
        "spark.dynamicAllocation.enabled": "true",
        "spark.dynamicAllocation.shuffleTracking.enabled": "true",
        "spark.dynamicAllocation.shuffleTracking.timeout": "5s",
        "spark.dynamicAllocation.cachedExecutorIdleTimeout": "5s",
        # Longer than it takes until all three are there.
        "spark.dynamicAllocation.executorIdleTimeout": "60s",
        "spark.dynamicAllocation.minExecutors": "1",
        "spark.executor.instances": None,
        "spark.dynamicAllocation.initialExecutors": "3",
        "spark.dynamicAllocation.maxExecutors": "3",
    }
    submission = run.start("decommission.py", [3], conf)
    run.wait_for_line("ready")
    run.wait_for_line(r"failed to decommission in 10, killing", timeout=240)
    run.wait_for_line(r"killed by driver\.", timeout=120)
    run.finish()
    submission.wait()
    run.check_code(submission)
    run.check_log(r"failed to decommission in 10, killing", r"killed by driver\.", r"second count: 100")


@scenario("decommission-dynamic", DECOMMISSION + "node decommissioning with dynamic allocation and cleanup")
def dynamic(run):
    """Idle executors get a label and are decommissioned gracefully"""
    conf = {
        **BASE,
        "spark.executor.instances": None,
        "spark.dynamicAllocation.enabled": "true",
        "spark.dynamicAllocation.shuffleTracking.enabled": "true",
        "spark.dynamicAllocation.shuffleTracking.timeout": "5s",
        "spark.dynamicAllocation.initialExecutors": "1",
        "spark.dynamicAllocation.minExecutors": "0",
        "spark.dynamicAllocation.executorIdleTimeout": "5s",
        "spark.kubernetes.executor.decommissionLabel": "solong",
        "spark.kubernetes.executor.decommissionLabelValue": "cruelworld",
    }
    submission = run.start("hold.py", ["--idle", 600], conf, )
    run.wait_for_line("ready")

    def labelled():
        states = [p for _, _, p in list(run.pods.history) if executor_id(p) == 1]
        return any(p["metadata"]["labels"].get("solong") == "cruelworld" for p in states)

    run.check("the idle executor got the label", run.wait_for("the label", labelled, 180))
    run.wait_for("executor 1 to go", lambda: all(is_terminating(p) for p in run.executors_left() if executor_id(p) == 1), 180)
    run.wait_for_line(r"gracefully decommissioned: 1", timeout=120)
    run.check_log(r"gracefully decommissioned: 1")
    run.delete("pods", run.driver)
    submission.wait()


@scenario("decommission-rolling", DECOMMISSION + "SPARK-37576: rolling decommissioning")
def rolling(run):
    """Executors are rolled one after the other by the smallest id"""
    conf = {
        **BASE,
        "spark.executor.instances": "1",
        "spark.plugins": "org.apache.spark.scheduler.cluster.k8s.ExecutorRollPlugin",
        "spark.kubernetes.executor.rollInterval": "30s",
        "spark.kubernetes.executor.rollPolicy": "ID",
        "spark.kubernetes.executor.minTasksPerExecutorBeforeRolling": "0",
    }
    submission = run.start("hold.py", [], conf)
    run.wait_for_line("ready")
    for number in (1, 2):
        run.wait_for_line(f"Ask to decommission executor {number}", timeout=240)
        run.wait_for_line(f"Removed {number} successfully in removeExecutor", timeout=240)
    run.finish()
    submission.wait()
    run.check_code(submission)
    for number in (1, 2):
        run.check_log(f"Ask to decommission executor {number}", f"Removed {number} successfully in removeExecutor")
    run.check_log(r"Going to request 1 executors")
    # No roll begins once the context stops.
    log = run.driver_log()
    stopping = log.find("SparkContext is stopping")
    run.check_no_log(r"Ask to decommission executor", r"Uncaught exception in thread executor-roller", log=log[stopping:])


class Metrics(BaseHTTPRequestHandler):
    """A metrics API that says that every executor uses most of its memory."""

    protocol_version = "HTTP/1.1"
    api = None

    def log_message(self, format, *args):
        pass

    def do_GET(self):
        path = self.path.split("?")[0].rstrip("/").split("/")
        group = "metrics.k8s.io/v1beta1"
        if "namespaces" in path and "pods" in path:
            namespace = path[path.index("namespaces") + 1]
            name = path[path.index("pods") + 1] if path[-1] != "pods" else None
            pods = self.api.items(f"/api/v1/namespaces/{namespace}/pods")
            items = [self.metrics(pod) for pod in pods if name in (None, pod["metadata"]["name"])]
            body = items[0] if name and items else {"kind": "PodMetricsList", "apiVersion": group, "metadata": {}, "items": items}
        else:
            resource = {"name": "pods", "singularName": "", "namespaced": True, "kind": "PodMetrics", "verbs": ["get", "list"]}
            body = {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group, "resources": [resource]}
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    @staticmethod
    def metrics(pod):
        metadata = {"name": pod["metadata"]["name"], "namespace": pod["metadata"]["namespace"], "labels": pod["metadata"].get("labels")}
        usage = [{"name": c["name"], "usage": {"cpu": "100m", "memory": "800Mi"}} for c in pod["spec"]["containers"]]
        time = pod["metadata"]["creationTimestamp"]
        return {"kind": "PodMetrics", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": metadata, "timestamp": time, "window": "15s", "containers": usage}


def serve_metrics(run):
    Metrics.api = run.api
    server = ThreadingHTTPServer((node.ADDRESS, 0), Metrics)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(node.STATE / "pki/server.crt", node.STATE / "pki/server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    run.closers.append(server.shutdown)
    port = server.server_address[1]
    run.create("services", {"metadata": {"name": "metrics"}, "spec": {"type": "ExternalName", "externalName": node.ADDRESS, "ports": [{"port": port}]}})
    name = "v1beta1.metrics.k8s.io"
    spec = {
        "group": "metrics.k8s.io", "version": "v1beta1", "groupPriorityMinimum": 100, "versionPriority": 100,
        "insecureSkipTLSVerify": True, "service": {"name": "metrics", "namespace": run.ns, "port": port},
    }
    group = "apis/apiregistration.k8s.io/v1"
    if run.api.find(run.path("apiservices", name, group)):
        run.delete("apiservices", name, group)
    run.create("apiservices", {"metadata": {"name": name}, "spec": spec}, group)
    run.closers.append(lambda: run.delete("apiservices", name, group))
    run.wait_for("the metrics API", lambda: answers(run, "/apis/metrics.k8s.io/v1beta1"), 60)


def answers(run, path):
    try:
        return run.api.get(path)
    except node.ApiError:
        return None


@scenario("executor-resize", "ExecutorResizeSuite: grow memory in place (4.3)")
def resize(run):
    """Memory of executors grows in place (ExecutorResizePlugin of Spark 4.2 and 4.3)"""
    if not run.is_podsmith:
        raise NotApplicable("ExecutorResizePlugin is new in Spark 4.2; Podsmith has it on 4.1, too.")
    serve_metrics(run)
    rules = [
        {"apiGroups": ["metrics.k8s.io"], "resources": ["pods"], "verbs": ["get", "list"]},
        {"apiGroups": [""], "resources": ["pods/resize"], "verbs": ["get", "patch", "update"]},
    ]
    run.create("roles", {"metadata": {"name": "resize"}, "rules": rules}, "apis/rbac.authorization.k8s.io/v1")
    run.bind("default", "resize", "Role")
    conf = {
        "spark.plugins": "org.apache.spark.scheduler.cluster.k8s.ExecutorResizePlugin",
        "spark.kubernetes.executor.resizeInterval": "5s",
        "spark.kubernetes.executor.resizeThreshold": "0.01",
        "spark.kubernetes.executor.resizeFactor": "0.5",
        "spark.kubernetes.executor.resizeMaxMemory": "1200m",
    }
    submission = run.start("hold.py", [], conf)
    run.wait_for_line("ready")
    run.wait_for_line(r"Increase executor 1 container memory from", timeout=180)
    run.wait_for_line(r"Skip resizing executor 1 as container memory limit", timeout=180)

    def grown():
        status = container_status(run.executor(1), EXECUTOR_CONTAINER)
        return status.get("resources", {}).get("limits", {}).get("memory") == "1200Mi"

    run.wait_for("the kubelet to have resized the container", grown, 120)
    executor = run.executor(1)
    limit = container(executor, EXECUTOR_CONTAINER)["resources"]["limits"]["memory"]
    run.check("limit in the spec", limit in ("1200Mi", str(1200 << 20)), limit)
    run.check_equal("restarts", container_status(executor, EXECUTOR_CONTAINER)["restartCount"], 0)
    run.finish()
    submission.wait()
    run.check_code(submission)
    run.check_equal("container 0 of the driver", run.driver_pod()["spec"]["containers"][0]["name"], DRIVER_CONTAINER)

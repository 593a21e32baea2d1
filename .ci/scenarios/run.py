"""One run of one scenario: a namespace, submissions, observed objects, checks."""

import functools
import http.server
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

from scenarios import node
from scenarios.node import ApiError

# Bounds, not expectations: a busy machine must not fail a scenario.
DEADLINE = int(os.environ.get("PODSMITH_SCENARIO_DEADLINE", "420"))
DRIVER_CONTAINER = "spark-kubernetes-driver"
EXECUTOR_CONTAINER = "spark-kubernetes-executor"
JOBS_JAR = "local:///opt/spark/examples/jars/jobs.jar"
PI = "io.podsmith.examples.jobs.PiJob"
WORD_COUNT = "io.podsmith.examples.jobs.WordCountJob"


# The defaults of 10 s are too short for a node on a busy machine.
TIMEOUTS = {
    f"spark.kubernetes.{side}.{what}Timeout": "60000" for side in ("submission", "driver") for what in ("connection", "request")
}


class ScenarioFailed(Exception):
    """The scenario cannot go on."""


class NotApplicable(Exception):
    """The product does not have what the scenario is about; the message says what."""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        pass


class Recorder(threading.Thread):
    """Keeps the last state of every object of a kind in a namespace, deleted ones included."""

    def __init__(self, api, path):
        super().__init__(daemon=True)
        self.api, self.path = api, path
        self.seen, self.deleted = {}, {}
        self.history = []
        self.closed = False
        self.connection = None

    def run(self):
        version = "0"
        while not self.closed:
            try:
                query = {"watch": "1", "resourceVersion": version, "allowWatchBookmarks": "true"}
                self.connection, response = self.api.open("GET", self.path, timeout=3600, **query)
                for line in response:
                    event = json.loads(line)
                    item = event["object"]
                    if event["type"] == "ERROR":
                        version = "0"
                        break
                    version = item["metadata"]["resourceVersion"]
                    if event["type"] != "BOOKMARK":
                        self.record(event["type"], item)
            except (OSError, ValueError, AttributeError):
                time.sleep(0.2)

    def record(self, kind, item):
        name = item["metadata"]["name"]
        self.seen[name] = item
        self.history.append((time.monotonic(), kind, item))
        if kind == "DELETED":
            self.deleted[name] = time.monotonic()
        else:
            self.deleted.pop(name, None)

    def present(self):
        return [item for name, item in list(self.seen.items()) if name not in self.deleted]

    def close(self):
        self.closed = True
        connection = self.connection
        if connection is not None and connection.sock is not None:
            try:
                connection.sock.shutdown(2)
            except OSError:
                pass


class Submission:
    """A spark-submit that runs or has ended."""

    def __init__(self, process, path, begin):
        self.process, self.path, self.begin = process, path, begin
        self.seconds = None

    @property
    def log(self):
        return self.path.read_text(errors="replace")

    @property
    def code(self):
        return self.process.returncode

    def wait(self, timeout=DEADLINE):
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ScenarioFailed(f"spark-submit did not end within {timeout} s") from None
        self.seconds = time.monotonic() - self.begin
        return self

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Run:
    def __init__(self, scenario, product):
        self.scenario, self.product = scenario, product
        self.name = scenario.name
        self.ns = scenario.namespace + product[0] if scenario.namespace else f"{scenario.name}-{product}"
        self.api = node.Api()
        self.out = node.OUT / product / scenario.name
        self.shared = node.SHARED / self.ns
        self.checks, self.submissions, self.closers = [], [], []
        self.driver = f"{scenario.name}-driver"
        self.keeps_executors = False
        self.image = f"docker.io/podsmith/spark:{product}"
        self.spark_home = node.OUT / f"spark-{product}"
        self.lock = threading.Lock()

    @property
    def is_podsmith(self):
        return self.product == "podsmith"

    # Set-up and end

    def open(self):
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        shutil.rmtree(self.shared, ignore_errors=True)
        self.shared.mkdir(parents=True)
        self.shared.chmod(0o777)
        self.remove_namespace(wait=True)
        metadata = {"name": self.ns, "labels": {"podsmith-scenario": self.name, **self.scenario.namespace_labels}}
        self.create("namespaces", {"metadata": metadata})
        self.pods = self.record("pods")
        self.config_maps = self.record("configmaps")
        self.claims = self.record("persistentvolumeclaims")
        account = f"/api/v1/namespaces/{self.ns}/serviceaccounts/default"
        self.wait_for("the default service account", lambda: self.api.find(account))
        # What Spark documents: the cluster role "edit" within the namespace.
        self.bind("default", "edit")

    def record(self, plural, group="api/v1"):
        recorder = Recorder(self.api, f"/{group}/namespaces/{self.ns}/{plural}")
        recorder.start()
        self.closers.append(recorder.close)
        return recorder

    def bind(self, account, role, kind="ClusterRole"):
        subject = {"kind": "ServiceAccount", "name": account, "namespace": self.ns}
        reference = {"kind": kind, "name": role, "apiGroup": "rbac.authorization.k8s.io"}
        binding = {"metadata": {"name": f"{account}-{role}"}, "subjects": [subject], "roleRef": reference}
        self.create("rolebindings", binding, group="apis/rbac.authorization.k8s.io/v1")

    def close(self):
        for submission in self.submissions:
            submission.kill()
        self.save()
        for closer in reversed(self.closers):
            try:
                closer()
            except (OSError, ApiError):
                pass
        self.remove_namespace(wait=False)
        shutil.rmtree(self.shared, ignore_errors=True)

    def save(self):
        """Keeps what a person needs to see why a scenario failed."""
        try:
            states = {name: pod for name, pod in self.pods.seen.items()}
            (self.out / "pods.json").write_text(json.dumps(states, indent=1))
            events = self.api.items(f"/api/v1/namespaces/{self.ns}/events")
            lines = [f"{e['lastTimestamp']} {e['involvedObject']['name']} {e['reason']} {e.get('message')}" for e in events]
            (self.out / "events.log").write_text("\n".join(lines))
            for pod in self.pods.present():
                for status in pod.get("status", {}).get("containerStatuses", []):
                    name = pod["metadata"]["name"]
                    log = self.log(name, status["name"])
                    (self.out / f"{name}.{status['name']}.log").write_text(log)
        except (OSError, ApiError, AttributeError):
            pass

    def remove_namespace(self, wait):
        path = f"/api/v1/namespaces/{self.ns}"
        if self.api.find(path) is None:
            return
        try:
            self.api.request("DELETE", f"{path}/pods", gracePeriodSeconds="1")
            self.api.request("DELETE", path)
        except ApiError as e:
            if e.status not in (404, 409):
                raise
        if wait:
            self.wait_for(f"namespace {self.ns} to go", lambda: self.api.find(path) is None)

    # Objects

    def path(self, plural, name=None, group="api/v1"):
        cluster_wide = plural in ("namespaces", "persistentvolumes", "apiservices", "clusterrolebindings", "nodes")
        path = f"/{group}/{plural}" if cluster_wide else f"/{group}/namespaces/{self.ns}/{plural}"
        return path if name is None else f"{path}/{name}"

    def create(self, plural, body, group="api/v1"):
        return self.api.request("POST", self.path(plural, group=group), body)

    def delete(self, plural, name, group="api/v1", **query):
        return self.api.request("DELETE", self.path(plural, name, group), **query)

    def evict(self, pod):
        body = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": pod, "namespace": self.ns}}
        return self.api.request("POST", self.path("pods", pod) + "/eviction", body)

    def patch(self, plural, name, body, group="api/v1"):
        content_type = "application/merge-patch+json"
        return self.api.request("PATCH", self.path(plural, name, group), body, content_type=content_type)

    def volume(self, number, claim_class=None, mode="ReadWriteOncePod"):
        """Makes a volume in a directory of the node; its class is the namespace's own."""
        name = f"{self.ns}-{number}"
        directory = self.shared / f"volume-{number}"
        directory.mkdir(exist_ok=True)
        directory.chmod(0o777)
        spec = {
            "capacity": {"storage": "1Gi"},
            "accessModes": [mode],
            "persistentVolumeReclaimPolicy": "Retain",
            "storageClassName": claim_class or self.ns,
            "hostPath": {"path": str(directory)},
        }
        if self.api.find(self.path("persistentvolumes", name)):
            self.delete("persistentvolumes", name)
            self.wait_for("an old volume to go", lambda: not self.api.find(self.path("persistentvolumes", name)))
        self.create("persistentvolumes", {"metadata": {"name": name}, "spec": spec})
        self.closers.append(lambda: self.delete("persistentvolumes", name))
        return directory

    def exec(self, pod, *command, container=None, check=True):
        kubectl = [str(node.binaries() / "kubectl"), "--kubeconfig", str(node.STATE / "kubeconfig"), "-n", self.ns]
        target = [pod] if container is None else [pod, "-c", container]
        result = subprocess.run([*kubectl, "exec", *target, "--", *command], capture_output=True, text=True, timeout=120)
        if check and result.returncode != 0:
            raise ScenarioFailed(f"{' '.join(command)} in {pod}: {result.stderr.strip()}")
        return result.stdout

    def kill_jvm(self, pod, container_name):
        """Kills the JVM of a container from outside, as within the container the first process is safe from signals."""
        status = container_status(self.pods.seen[pod], container_name)
        identity = status["containerID"].rpartition("/")[2]
        killed = 0
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if identity in (process / "cgroup").read_text() and (process / "comm").read_text().strip() == "java":
                    os.kill(int(process.name), signal.SIGKILL)
                    killed += 1
            except OSError:
                pass
        if not killed:
            raise ScenarioFailed(f"no JVM in container {container_name} of {pod}")

    def log(self, pod, container=None, previous=False):
        query = {"container": container} if container else {}
        if previous:
            query["previous"] = "true"
        return self.api.get(self.path("pods", pod) + "/log", raw=True, **query).decode(errors="replace")

    def driver_log(self):
        return self.log(self.driver, DRIVER_CONTAINER)

    def driver_pod(self):
        return self.pods.seen.get(self.driver)

    def executors(self):
        """All executor pods that were ever seen, by creation."""
        pods = [p for p in list(self.pods.seen.values()) if p["metadata"].get("labels", {}).get("spark-role") == "executor"]
        return sorted(pods, key=lambda pod: (pod["metadata"]["creationTimestamp"], executor_id(pod)))

    def executors_left(self):
        gone = self.pods.deleted
        return [pod for pod in self.executors() if pod["metadata"]["name"] not in gone]

    def executor(self, number):
        return next((pod for pod in self.executors() if executor_id(pod) == number), None)

    def running_executors(self):
        return [pod for pod in self.executors_left() if is_running(pod) and not is_terminating(pod)]

    # Submission

    def settings(self, mode, conf):
        labels = {f"spark.kubernetes.{role}.label.spark-app-locator": self.name for role in ("driver", "executor")}
        settings = {
            "spark.kubernetes.namespace": self.ns,
            "spark.kubernetes.container.image": self.image,
            "spark.kubernetes.container.image.pullPolicy": "Never",
            "spark.kubernetes.executor.useDriverPodIP": "true",
            "spark.executor.instances": "1",
            "spark.driver.memory": "512m",
            "spark.executor.memory": "512m",
            "spark.kubernetes.executor.request.cores": "0.1",
            "spark.authenticate": "true",
            "spark.ui.enabled": "false",
            "spark.network.timeout": "300s",
            **TIMEOUTS,
            **labels,
        }
        if mode == "cluster":
            settings["spark.kubernetes.driver.master"] = node.SERVER
            settings["spark.kubernetes.driver.pod.name"] = self.driver
            settings["spark.kubernetes.driver.request.cores"] = "0.1"
        settings.update(conf)
        return {key: value for key, value in settings.items() if value is not None}

    def arguments(self, app, args, conf, mode, cls, master, options):
        command = ["--master", master, "--deploy-mode", mode, "--name", self.name, *options]
        if cls:
            command += ["--class", cls]
        for key, value in self.settings(mode, conf).items():
            command += ["--conf", f"{key}={value}"]
        return [*command, app, *map(str, args)]

    def start(
        self, app=JOBS_JAR, args=(), conf=(), mode="cluster", cls=None, master=f"k8s://{node.SERVER}", env=(), options=(), cwd=None
    ):
        """Starts spark-submit. Python jobs are named by their file under jobs/."""
        if app == JOBS_JAR and cls is None:
            cls = PI
        if mode == "cluster" and "/" not in app and app.endswith(".py"):
            app = f"local:///opt/spark/scenarios/{app}"
        elif "/" not in app and app.endswith(".py"):
            app = str(Path(__file__).parent / "jobs" / app)
        command = [str(self.spark_home / "bin/spark-submit")]
        command += self.arguments(app, args, dict(conf), mode, cls, master, options)
        return self.spawn(command, env, cwd)

    def spawn(self, command, env=(), cwd=None):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "HADOOP_", "PYSPARK_"))}
        environment.update(
            SPARK_HOME=str(self.spark_home),
            KUBECONFIG=str(node.STATE / "kubeconfig"),
            SPARK_SUBMIT_OPTS=node.JAVA_OPTIONS,
            PYTHONDONTWRITEBYTECODE="1",
        )
        environment.update(env)
        number = len(self.submissions) + 1
        path = self.out / ("submit.log" if number == 1 else f"submit-{number}.log")
        path.with_suffix(".command").write_text("\n".join(command) + "\n")
        with open(path, "w") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment, cwd=cwd,
                start_new_session=True,
            )
        submission = Submission(process, path, time.monotonic())
        self.submissions.append(submission)
        return submission

    def submit(self, *args, timeout=DEADLINE, **options):
        return self.start(*args, **options).wait(timeout)

    def client_pod(self, app, args=(), conf=(), cls=None, spec=(), container=(), name=None, restart="Never"):
        """Starts a driver in client mode in a pod of its own, which knows its address as POD_IP."""
        name = name or self.driver
        if "/" not in app:
            app = f"local:///opt/spark/scenarios/{app}" if app.endswith(".py") else app
        settings = {
            "spark.kubernetes.driver.pod.name": name,
            "spark.driver.host": "$(POD_IP)",
            "spark.driver.bindAddress": "$(POD_IP)",
            "spark.driver.port": "7077",
            "spark.driver.memory": "512m",
            **dict(conf),
        }
        if app == JOBS_JAR and cls is None:
            cls = PI
        arguments = self.arguments(app.replace("local://", "") if app.endswith(".py") else app, args, settings, "client",
                                   cls, f"k8s://{node.SERVER}", ())
        field = {"fieldRef": {"fieldPath": "status.podIP"}}
        driver = {
            "name": DRIVER_CONTAINER,
            "image": self.image,
            "imagePullPolicy": "Never",
            "args": ["/opt/spark/bin/spark-submit", *arguments],
            "env": [{"name": "POD_IP", "valueFrom": field}],
            "resources": {"requests": {"cpu": "100m"}},
            **dict(container),
        }
        body = {
            "metadata": {"name": name, "labels": {"spark-app-locator": self.name, "spark-role": "driver"}},
            "spec": {"restartPolicy": restart, "containers": [driver], **dict(spec)},
        }
        return self.create("pods", body)

    def wait_for_end(self, pod, timeout=DEADLINE):
        """Waits until Spark's container in the pod has ended and returns its exit code."""
        return self.wait_for(f"pod {pod} to end", lambda: exit_code(self.pods.seen.get(pod)), timeout, none_only=True)

    def serve_files(self, files):
        """Serves texts by http to pods; returns the address."""
        directory = self.out / "served"
        directory.mkdir()
        for name, text in files.items():
            (directory / name).write_text(text)
        handler = functools.partial(QuietHandler, directory=str(directory))
        server = http.server.ThreadingHTTPServer((node.ADDRESS, 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.closers.append(server.shutdown)
        return f"http://{node.ADDRESS}:{server.server_address[1]}"

    # Jobs that wait for the scenario

    def wait_for_line(self, text, timeout=DEADLINE, pod=None):
        """Waits until the driver's log contains the text (a regular expression)."""
        name = pod or self.driver

        def found():
            try:
                log = self.log(name, DRIVER_CONTAINER)
            except ApiError:
                return None
            state = exit_code(self.pods.seen.get(name))
            match = re.search(text, log)
            if match is None and state is not None:
                raise ScenarioFailed(f"the driver ended with {state} and did not log {text!r}")
            return match

        return self.wait_for(f"{text!r} in the log of {name}", found, timeout, pause=1.0)

    def wait_for_executors(self, count, timeout=DEADLINE):
        def there():
            running = self.running_executors()
            return running if len(running) >= count else None

        return self.wait_for(f"{count} running executors", there, timeout)

    def finish(self, pod=None):
        """Tells hold.py to stop."""
        self.exec(pod or self.driver, "touch", "/tmp/finish", container=DRIVER_CONTAINER)

    def wait_for(self, what, condition, timeout=DEADLINE, pause=0.3, none_only=False):
        end = time.monotonic() + timeout
        while True:
            value = condition()
            if value or (none_only and value is not None):
                return value
            if time.monotonic() > end:
                raise ScenarioFailed(f"waited {timeout} s for {what}")
            for submission in self.submissions:
                code = submission.process.poll()
                if code not in (None, 0) and not self.scenario.survives_failure and "spark-submit" not in what:
                    raise ScenarioFailed(f"spark-submit ended with {code} while waiting for {what}")
            time.sleep(pause)

    # Checks

    def check(self, what, condition, detail=""):
        self.checks.append((what, bool(condition), str(detail)[:600] if not condition else ""))
        return bool(condition)

    def check_equal(self, what, actual, expected):
        return self.check(what, actual == expected, f"expected {expected!r}, got {actual!r}")

    def check_log(self, *patterns, log=None, name="the driver's log"):
        log = self.driver_log() if log is None else log
        for pattern in patterns:
            self.check(f"{name} has {pattern!r}", re.search(pattern, log, re.M), log[-400:])

    def check_no_log(self, *patterns, log=None, name="the driver's log"):
        log = self.driver_log() if log is None else log
        for pattern in patterns:
            found = re.search(pattern, log, re.M)
            self.check(f"{name} does not have {pattern!r}", not found, found and log[found.start():found.end() + 200])

    def check_code(self, submission, expected=0):
        detail = f"exit code {submission.code}: {submission.log[-500:]}"
        return self.check(f"spark-submit ends with {expected}", submission.code == expected, detail)

    def check_pi(self, submission):
        self.check_code(submission)
        self.check_log(r"Pi is roughly 3\.")

    def check_nothing_left(self):
        """Executors that are on their way out have until their grace period and some time for the kubelet is over."""
        if self.keeps_executors:
            return
        if self.scenario.stops_well:
            alive = [pod["metadata"]["name"] for pod in self.executors_left() if not is_terminating(pod)]
            self.check("every executor is gone or terminating when the job has ended", not alive, alive)
        end = time.monotonic() + 90
        while self.executors_left() and time.monotonic() < end:
            time.sleep(0.3)
        self.check("no executor is left", not self.executors_left(), [p["metadata"]["name"] for p in self.executors_left()])

    def failed(self):
        return [(what, detail) for what, passed, detail in self.checks if not passed]


def container(pod, name):
    spec = pod["spec"]
    return next(c for c in spec["containers"] + spec.get("initContainers", []) if c["name"] == name)


def environment(pod, container_name):
    return {e["name"]: e.get("value") for e in container(pod, container_name).get("env", [])}


def container_status(pod, name):
    return next((s for s in pod.get("status", {}).get("containerStatuses", []) if s["name"] == name), None)


def exit_code(pod, name=DRIVER_CONTAINER):
    status = container_status(pod, name) if pod else None
    ended = status and status.get("state", {}).get("terminated")
    return ended["exitCode"] if ended else None


def executor_id(pod):
    value = pod["metadata"].get("labels", {}).get("spark-exec-id", "0")
    return int(value) if value.isdigit() else 0


def is_running(pod):
    return pod.get("status", {}).get("phase") == "Running"


def is_terminating(pod):
    return "deletionTimestamp" in pod["metadata"]

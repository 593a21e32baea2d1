"""Pods in odd shapes: sidecars, host network, names, mounts of the user's own, small shapes of templates."""

from scenarios.registry import scenario
from scenarios.run import DRIVER_CONTAINER, EXECUTOR_CONTAINER, NotApplicable, container, exit_code

SIDECAR = """\
apiVersion: v1
kind: Pod
spec:
  containers:
  - name: spark-kubernetes-{role}
  - name: side
    image: {image}
    imagePullPolicy: Never
    args: [sh, -c, "trap 'exit 0' TERM; echo side is up; while true; do sleep 0.2; done"]
"""
NATIVE = """\
apiVersion: v1
kind: Pod
spec:
  initContainers:
  - name: side
    image: {image}
    imagePullPolicy: Never
    restartPolicy: Always
    args: [sh, -c, "trap 'exit 0' TERM; echo side is up; while true; do sleep 0.2; done"]
  - name: first
    image: {image}
    imagePullPolicy: Never
    args: [sh, -c, "echo first has run"]
"""


def templates(run, text, roles=("driver", "executor")):
    conf = {}
    for role in roles:
        template = run.out / f"{role}.yaml"
        template.write_text(text.format(role=role, image=run.image))
        conf[f"spark.kubernetes.{role}.podTemplateFile"] = str(template)
    return conf


@scenario("sidecar-plain", "", stock_note="spark-submit waits for the sidecar, which does not end", stops_well=True)
def plain_sidecar(run):
    """A plain sidecar that does not end by itself, in both roles"""
    submission = run.submit(conf=templates(run, SIDECAR), timeout=240)
    run.check_pi(submission)
    run.check("the sidecar of the driver still runs", run.driver_pod()["status"]["phase"] == "Running", run.driver_pod()["status"]["phase"])
    run.check_log(r"side is up", log=run.log(run.driver, "side"), name="the sidecar's log")


@scenario("sidecar-native", "")
def native_sidecar(run):
    """A native sidecar and an init container in both roles"""
    submission = run.submit(conf=templates(run, NATIVE))
    run.check_pi(submission)
    run.check_log(r"first has run", log=run.log(run.driver, "first"), name="the init container's log")
    run.wait_for("the driver's phase", lambda: run.driver_pod()["status"]["phase"] == "Succeeded", 60)
    run.check_equal("phase of the driver", run.driver_pod()["status"]["phase"], "Succeeded")


@scenario("sidecar-first", "")
def sidecar_first(run):
    """The sidecar is the first container; an executor that crashes is replaced by its own exit code"""
    text = SIDECAR.replace("  - name: spark-kubernetes-{role}\n", "") + "  - name: spark-kubernetes-{role}\n"
    conf = templates(run, text, ["executor"])
    conf["spark.kubernetes.executor.podTemplateContainerName"] = EXECUTOR_CONTAINER
    conf["spark.kubernetes.executor.checkAllContainers"] = "true"
    submission = run.start("hold.py", conf=conf)
    run.wait_for_line("ready")
    run.kill_jvm(run.executor(1)["metadata"]["name"], EXECUTOR_CONTAINER)
    run.wait_for_line(r"round \d+: executors 2$", timeout=300)
    run.finish()
    submission.wait()
    run.check_code(submission)
    run.check_equal("containers", {c["name"] for c in run.executor(2)["spec"]["containers"]}, {"side", EXECUTOR_CONTAINER})


@scenario("host-network", "")
def host_network(run):
    """Driver and executors on the network of the node, block manager port 0"""
    text = "apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: true\n  dnsPolicy: ClusterFirstWithHostNet\n  containers:\n  - name: spark\n"
    base = 21000 + sum(map(ord, run.ns)) % 4000
    conf = {
        **templates(run, text),
        "spark.blockManager.port": "0",
        "spark.driver.port": str(base),
        "spark.driver.blockManager.port": str(base + 1),
        "spark.executor.instances": "2",
    }
    submission = run.submit(conf=conf)
    run.check_code(submission)
    run.check_log(r"Pi is roughly 3\.", log=run.log(run.driver, "spark"))
    for pod in (run.driver_pod(), *run.executors()):
        ports = [p["containerPort"] for c in pod["spec"]["containers"] for p in c.get("ports", [])]
        run.check(f"no port 0 in {pod['metadata']['name']}", 0 not in ports, ports)


@scenario("own-config-map", "")
def own_config_map(run):
    """A ConfigMap of the user's own at /opt/spark/conf in executors (disableConfigMap)"""
    run.create("configmaps", {"metadata": {"name": "mine"}, "data": {"mine.properties": "is-mine"}})
    text = """\
apiVersion: v1
kind: Pod
spec:
  volumes: [{{name: mine, configMap: {{name: mine}}}}]
  containers:
  - name: spark-kubernetes-executor
    volumeMounts: [{{name: mine, mountPath: /opt/spark/conf}}]
"""
    conf = {**templates(run, text, ["executor"]), "spark.kubernetes.executor.disableConfigMap": "true"}
    submission = run.submit("probe.py", ["file:/opt/spark/conf/mine.properties"], conf)
    run.check_code(submission)
    run.check_log(r"executor file:/opt/spark/conf/mine\.properties = is-mine$")


@scenario("template-resources", "")
def template_resources(run):
    """Resources of templates: those of settings win, extended ones stay"""
    text = """\
apiVersion: v1
kind: Pod
spec:
  terminationGracePeriodSeconds: 7
  nodeSelector: {{kubernetes.io/os: linux}}
  tolerations: [{{key: a, operator: Exists}}]
  containers:
  - name: spark-kubernetes-executor
    resources: {{requests: {{memory: 5Gi, cpu: "1", ephemeral-storage: "0"}}}}
    volumeMounts:
    env: [{{name: FROM, value: template}}]
"""
    submission = run.submit("probe.py", ["env:FROM"], templates(run, text, ["executor"]))
    run.check_code(submission)
    run.check_log(r"executor env:FROM = template$")
    spec = run.executors()[0]["spec"]
    requests = container(run.executors()[0], EXECUTOR_CONTAINER)["resources"]["requests"]
    run.check_equal("memory", requests["memory"], "896Mi")
    # The node of this lane has no such capacity, so the request must be 0.
    run.check_equal("ephemeral storage", requests.get("ephemeral-storage"), "0")
    run.check("the toleration is there", any(t.get("key") == "a" for t in spec["tolerations"]), spec["tolerations"])


# The first letter of the product follows.
LONG_NAMESPACE = "a-namespace-with-a-name-of-forty-one-ch-"


@scenario("name-too-long-for-kubelet", "", survives_failure=True, namespace=LONG_NAMESPACE,
          stock_note="the pod stays in ContainerCreating and spark-submit waits without end")
def name_too_long(run):
    """An application name of 220 characters in a namespace of 41: shortened so that a kubelet can run it"""
    name = "n" * 220
    submission = run.submit(conf={"spark.app.name": name, "spark.kubernetes.driver.pod.name": None}, options=["--name", name], timeout=240)
    drivers = [p for p in run.pods.seen.values() if p["metadata"]["labels"].get("spark-role") == "driver"]
    run.check_code(submission)
    run.check("the driver's name fits into a path of the kubelet", drivers and len(drivers[0]["metadata"]["name"]) + len(run.ns) <= 217)
    run.check("the driver ended well", drivers and exit_code(drivers[0]) == 0)


@scenario("executor-prefix-too-long", "", survives_failure=True, stock_note="accepts it; pods never start")
def prefix_too_long(run):
    """An executor.podNamePrefix that no kubelet can run is rejected at submission"""
    submission = run.start(conf={"spark.kubernetes.executor.podNamePrefix": "p" * 210})
    submission.wait(240)
    run.check("spark-submit fails", submission.code != 0, submission.code)
    run.check_log(r"spark\.kubernetes\.executor\.podNamePrefix", log=submission.log, name="spark-submit's log")
    run.check("no pod was made", not run.pods.seen, list(run.pods.seen))


@scenario("executor-options", "")
def executor_options(run):
    """Java options of executors, with quotes and references to environment variables"""
    conf = {
        "spark.executor.extraJavaOptions": '-Dwith.space="a b" -Dapp={{APP_ID}} -Dexec={{EXECUTOR_ID}}',
        "spark.executorEnv.A_PATH": "$(B_BASE)/x",
        "spark.executorEnv.B_BASE": "/base",
    }
    submission = run.submit("probe.py", ["run:tr '\\0' ' ' < /proc/1/cmdline", "run:tr '\\0' '\\n' < /proc/1/environ | grep ^A_PATH"], conf)
    run.check_code(submission)
    run.check_log(r"executor run:.*-Dwith\.space=a b .*-Dexec=1")
    if run.is_podsmith:
        # Python's workers get the text of the setting, so this looks at the container's own environment.
        # Stock writes variables in the order of a hash, so that this works by luck.
        run.check_log(r"executor run:.* = A_PATH=/base/x")

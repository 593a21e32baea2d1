"""Rights, credentials and Pod Security."""

import base64

from scenarios import node
from scenarios.registry import scenario
from scenarios.run import DRIVER_CONTAINER, EXECUTOR_CONTAINER, JOBS_JAR, NotApplicable, container

RESTRICTED = {"pod-security.kubernetes.io/enforce": "restricted"}
ALLOWED = """\
apiVersion: v1
kind: Pod
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 185, fsGroup: 185, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: spark
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
"""
READ_ONLY = """\
apiVersion: v1
kind: Pod
spec:
  securityContext: {{runAsNonRoot: true, runAsUser: 185, fsGroup: 185, seccompProfile: {{type: RuntimeDefault}}}}
  containers:
  - name: spark-kubernetes-{role}
    securityContext:
      readOnlyRootFilesystem: true
      allowPrivilegeEscalation: false
      capabilities: {{drop: [ALL]}}
    env:
    - {{name: HOME, value: /home/spark}}
"""


@scenario("pod-security-allowed", "", namespace_labels=RESTRICTED)
def allowed(run):
    """Pod Security `restricted`, with templates that pass it"""
    template = run.out / "template.yaml"
    template.write_text(ALLOWED)
    conf = {f"spark.kubernetes.{role}.podTemplateFile": str(template) for role in ("driver", "executor")}
    submission = run.submit(conf=conf)
    run.check_code(submission)
    run.check_log(r"Pi is roughly 3\.", log=run.log(run.driver, "spark"))
    run.check_equal("user of the executor", run.executors()[0]["spec"]["securityContext"]["runAsUser"], 185)


def restricted(run, *submission):
    if not run.is_podsmith:
        raise NotApplicable("`spark.podsmith.restricted` is Podsmith's.")
    run.check_pi(run.submit(*submission, conf={"spark.podsmith.restricted": "true", "spark.executor.instances": "2"}))
    for pod, name in ((run.driver_pod(), DRIVER_CONTAINER), (run.executors()[0], EXECUTOR_CONTAINER)):
        context = container(pod, name)["securityContext"]
        run.check(f"{name} has a read-only root", context.get("readOnlyRootFilesystem"), context)
    mounts = [m["name"] for m in container(run.executors()[0], EXECUTOR_CONTAINER)["volumeMounts"]]
    run.check("executors have no token", not [m for m in mounts if m.startswith("kube-api-access")], mounts)


@scenario("restricted", "", namespace_labels=RESTRICTED)
def restricted_java(run):
    """Pod Security `restricted` by one setting (`spark.podsmith.restricted`), without templates"""
    restricted(run)


@scenario("restricted-python", "", namespace_labels=RESTRICTED)
def restricted_python(run):
    """Pod Security `restricted` by one setting, with a Python application"""
    restricted(run, "local:///opt/spark/examples/pi.py", [2])


@scenario("pod-security-rejected", "", namespace_labels=RESTRICTED, survives_failure=True)
def rejected(run):
    """Pod Security `restricted` rejects the driver: an error at submission, nothing is left"""
    submission = run.submit()
    run.check("spark-submit fails", submission.code != 0, submission.code)
    run.check_log(r"violates PodSecurity", log=submission.log, name="spark-submit's log")
    run.check("no pod was made", not run.pods.seen)
    left = [m for m in run.config_maps.seen if m != "kube-root-ca.crt"]
    if run.is_podsmith:
        run.check("no ConfigMap is left", not [m["metadata"]["name"] for m in run.config_maps.present() if m["metadata"]["name"] != "kube-root-ca.crt"], left)


@scenario("pod-security-executors", "", namespace_labels=RESTRICTED, survives_failure=True, stock_note="tries again without end")
def executors_rejected(run):
    """Client mode where every executor is rejected with 403: the job ends within minutes with the server's words"""
    conf = {"spark.driver.host": node.ADDRESS, "spark.driver.bindAddress": node.ADDRESS, "spark.kubernetes.executor.useDriverPodIP": None}
    submission = run.submit(str(node.ROOT / "examples/jobs/target/jobs.jar"), cls="io.podsmith.examples.jobs.PiJob", mode="client", conf=conf)
    run.check("spark-submit fails", submission.code != 0, submission.code)
    run.check_log(r"violates PodSecurity", log=submission.log, name="spark-submit's log")


def writable(role):
    conf = {}
    for name, path in (("tmp", "/tmp"), ("home", "/home/spark"), ("work", "/opt/spark/work-dir")):
        conf[f"spark.kubernetes.{role}.volumes.emptyDir.vol-{name}.mount.path"] = path
        conf[f"spark.kubernetes.{role}.volumes.emptyDir.vol-{name}.mount.readOnly"] = "false"
        conf[f"spark.kubernetes.{role}.volumes.emptyDir.vol-{name}.options.sizeLimit"] = "1Gi"
    return conf


def read_only_root(run, more=()):
    conf = {"spark.kubernetes.local.dirs.tmpfs": "true", "spark.executor.instances": "2", **dict(more)}
    for role in ("driver", "executor"):
        template = run.out / f"{role}.yaml"
        template.write_text(READ_ONLY.format(role=role))
        conf[f"spark.kubernetes.{role}.podTemplateFile"] = str(template)
        conf.update(writable(role))
    submission = run.submit(conf=conf)
    run.check_pi(submission)
    for pod, name in ((run.driver_pod(), DRIVER_CONTAINER), (run.executors()[0], EXECUTOR_CONTAINER)):
        context = container(pod, name)["securityContext"]
        run.check(f"{name} has a read-only root", context.get("readOnlyRootFilesystem"), context)


@scenario("read-only-root", "")
def read_only(run):
    """A read-only root file system in both roles, with writable paths by settings"""
    read_only_root(run)


@scenario("read-only-root-steps", "")
def read_only_steps(run):
    """A read-only root file system with a step from a jar (`spark.podsmith.steps.jars`)"""
    if not run.is_podsmith:
        raise NotApplicable("`spark.podsmith.steps.jars` is Podsmith's.")
    jar = node.ROOT / "examples/log-shipper-step/target/log-shipper-step-1.0.0.jar"
    # As the sidecar has no home of its own, it runs as the pod's user, too.
    read_only_root(run, {"spark.podsmith.steps.jars": str(jar), "spark.acme.logs.enabled": "true"})
    names = [c["name"] for c in run.executors()[0]["spec"]["containers"] + run.executors()[0]["spec"].get("initContainers", [])]
    run.check("executors have the sidecar of the step", "log-shipper" in names, names)


@scenario("step-jar", "", quick=True)
def step_jar(run):
    """The example's step from its own jar: sidecar and ConfigMap in both roles"""
    if not run.is_podsmith:
        raise NotApplicable("`spark.podsmith.steps.jars` is Podsmith's.")
    jar = node.ROOT / "examples/log-shipper-step/target/log-shipper-step-1.0.0.jar"
    submission = run.submit(conf={"spark.podsmith.steps.jars": str(jar), "spark.acme.logs.enabled": "true", "spark.executor.instances": "2"})
    run.check_pi(submission)
    for role, pod in (("driver", run.driver_pod()), ("executor", run.executors()[0])):
        names = [c["name"] for c in pod["spec"]["containers"] + pod["spec"].get("initContainers", [])]
        run.check(f"the {role} has the sidecar", "log-shipper" in names, names)
    shipped = run.log(run.driver, "log-shipper")
    run.check_log(rf"^\[{run.driver}\]", log=shipped, name="the sidecar's log")
    maps = [m for m in run.config_maps.seen if m.endswith("log-shipper") and "-exec-" in m]
    run.check_equal("ConfigMaps of the step for executors", len(maps), 2)


@scenario("no-token", "", survives_failure=True, stops_well=False, stock_note="says that the certificate is not trusted")
def no_token(run):
    """A driver without a service account token: the error says so"""
    template = run.out / "driver.yaml"
    template.write_text("apiVersion: v1\nkind: Pod\nspec: {automountServiceAccountToken: false}\n")
    submission = run.submit(conf={"spark.kubernetes.driver.podTemplateFile": str(template)})
    run.check("the driver fails", run.wait_for_end(run.driver) != 0)
    run.check("spark-submit fails", submission.code != 0, submission.code)
    # The stack trace below it may still have the words of the TLS library.
    run.check_log(r"PODSMITH-CLUSTER-001.*no service account token is mounted in this pod: automountServiceAccountToken is false")


def token_for(run, account, seconds=3600):
    body = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": seconds}}
    return run.api.request("POST", run.path("serviceaccounts", account) + "/token", body)["status"]["token"]


@scenario("token-rotated", "")
def token_rotated(run):
    """A token file that is replaced: new executors are created with the new token"""
    for account in ("first", "second"):
        run.create("serviceaccounts", {"metadata": {"name": account}})
        run.bind(account, "edit")
    file = run.shared / "token"
    file.write_text(token_for(run, "first"))
    volumes = [{"name": "token", "hostPath": {"path": str(run.shared)}}]
    conf = {"spark.kubernetes.authenticate.oauthTokenFile": "/token/token",
            "spark.kubernetes.authenticate.caCertFile": "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"}
    run.client_pod("hold.py", conf=conf, spec={"volumes": volumes}, container={"volumeMounts": [{"name": "token", "mountPath": "/token"}]})
    run.wait_for_line("ready")
    file.write_text(token_for(run, "second"))
    run.delete("serviceaccounts", "first")
    run.delete("pods", run.executor(1)["metadata"]["name"])
    run.wait_for_line(r"round \d+: executors [2-9]$", timeout=300)
    run.finish()
    run.check_equal("exit code of the driver", run.wait_for_end(run.driver), 0)
    run.check_no_log(r"WARN .*\b401\b")


@scenario("token-revoked", "", survives_failure=True, stops_well=False, stock_note="does not name the key")
def token_revoked(run):
    """A token that is revoked while the job runs: the log names the setting"""
    run.create("serviceaccounts", {"metadata": {"name": "first"}})
    run.bind("first", "edit")
    conf = {"spark.kubernetes.authenticate.oauthToken": token_for(run, "first"),
            "spark.kubernetes.authenticate.caCertFile": "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"}
    run.client_pod("hold.py", conf=conf)
    run.wait_for_line("ready")
    run.delete("serviceaccounts", "first")
    run.delete("pods", run.executor(1)["metadata"]["name"])
    line = run.wait_for_line(r".*\b(401|Unauthorized)\b.*", timeout=300)
    run.check("the log says that the API server rejects the credentials", line)
    run.check_log(r"spark\.kubernetes\.authenticate\.oauthToken")
    run.delete("pods", run.driver)


@scenario("no-deletecollection", "", stock_note="leaves executors to the garbage collector")
def no_delete_collection(run):
    """A role with `delete` and without `deletecollection`: everything is deleted one by one"""
    run.create("serviceaccounts", {"metadata": {"name": "narrow"}})
    verbs = ["create", "get", "list", "watch", "delete", "patch", "update"]
    rules = [{"apiGroups": [""], "resources": ["pods", "configmaps", "services", "persistentvolumeclaims", "secrets"], "verbs": verbs}]
    run.create("roles", {"metadata": {"name": "narrow"}, "rules": rules}, "apis/rbac.authorization.k8s.io/v1")
    run.bind("narrow", "narrow", "Role")
    conf = {"spark.kubernetes.authenticate.driver.serviceAccountName": "narrow", "spark.executor.instances": "2"}
    submission = run.submit(conf=conf)
    run.check_pi(submission)
    run.check_no_log(r"WARN .*deletecollection", r"WARN .* are left")


@scenario("namespace-terminating", "", survives_failure=True, stops_well=False, stock_note="tries again without end")
def namespace_terminating(run):
    """The namespace of the executors is deleted while the job runs: it ends with the reason"""
    conf = {"spark.driver.host": node.ADDRESS, "spark.driver.bindAddress": node.ADDRESS, "spark.kubernetes.executor.useDriverPodIP": None}
    submission = run.start("hold.py", ["--limit", 400], conf, mode="client")
    run.wait_for("ready", lambda: "ready" in submission.log)
    run.api.request("DELETE", f"/api/v1/namespaces/{run.ns}")
    submission.wait(300)
    run.check("spark-submit fails", submission.code != 0, submission.code)
    run.check_log(r"terminating|being terminated|is being deleted|not found", log=submission.log, name="spark-submit's log")


@scenario("secret-in-settings", "")
def secret_in_settings(run):
    """A password in the settings is in no ConfigMap, and the driver has it"""
    secret = "s3cr3t-" + base64.b32encode(run.ns.encode()).decode()[:12].lower().strip("=")
    conf = {"spark.hadoop.fs.s3a.secret.key": secret, "spark.kubernetes.driverEnv.TOKEN_DIR": "/run/$(SPARK_APPLICATION_ID)"}
    submission = run.submit("probe.py", ["env:TOKEN_DIR", "property:spark.hadoop.fs.s3a.secret.key"], conf)
    run.check_code(submission)
    run.check_log(r"driver env:TOKEN_DIR = /run/spark-[0-9a-f]{32}$", rf"driver property:.* = {secret}")
    run.check("no log has it", secret not in submission.log)
    if run.is_podsmith:
        texts = str([m.get("data") for m in run.config_maps.seen.values()])
        run.check("no ConfigMap has it", secret not in texts)


@scenario("template-by-pipe", "", survives_failure=True)
def template_by_pipe(run):
    """A template that can be read once (`<(…)` of the shell)"""
    text = "apiVersion: v1\nkind: Pod\nmetadata: {labels: {from-the: pipe}}\nspec: {terminationGracePeriodSeconds: 30}\n"
    command = run.arguments(JOBS_JAR, [], {"spark.kubernetes.executor.podTemplateFile": "PIPE"}, "cluster", "io.podsmith.examples.jobs.PiJob",
                            f"k8s://{node.SERVER}", ())
    command = [a.replace("=PIPE", "=/dev/fd/9") for a in command]
    script = f'exec 9< <(printf %s "$TEMPLATE"); exec "$0" "$@"'
    submission = run.spawn(["bash", "-c", script, str(run.spark_home / "bin/spark-submit"), *command], {"TEMPLATE": text}).wait()
    run.check_pi(submission)
    run.check_equal("label of the executor", run.executors()[0]["metadata"]["labels"].get("from-the"), "pipe")

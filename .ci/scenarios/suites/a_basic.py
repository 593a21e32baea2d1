"""Spark's basic suites: Pi and its settings, secrets, templates, propagated files."""

from scenarios.registry import scenario
from scenarios.run import (
    DRIVER_CONTAINER, EXECUTOR_CONTAINER, JOBS_JAR, PI, container, environment,
)

BASIC = "BasicTestsSuite: "


@scenario("basic-pi", BASIC + "no resources", quick=True)
def pi(run):
    """Pi in cluster mode with defaults"""
    submission = run.submit(conf={"spark.driver.memory": None, "spark.executor.memory": None})
    run.check_pi(submission)
    driver, executors = run.driver_pod(), run.executors()
    first = driver["spec"]["containers"][0]
    run.check_equal("container 0 of the driver", first["name"], DRIVER_CONTAINER)
    run.check_equal("image of the driver", first["image"], run.image)
    run.check_equal("memory of the driver", first["resources"]["requests"]["memory"], "1408Mi")
    run.check_equal("executors", len(executors), 1)
    first = executors[0]["spec"]["containers"][0]
    run.check_equal("container 0 of the executor", first["name"], EXECUTOR_CONTAINER)
    run.check_equal("image of the executor", first["image"], run.image)
    run.check_equal("memory of the executor", first["resources"]["requests"]["memory"], "1408Mi")
    for role, pod in (("driver", driver), ("executor", executors[0])):
        run.check_equal(f"label of the {role}", pod["metadata"]["labels"].get("spark-app-locator"), run.name)


@scenario("basic-statefulset", BASIC + "with the statefulset allocator", quick=True)
def stateful_set(run):
    """Executors as a StatefulSet, which is gone afterwards"""
    sets = run.record("statefulsets", "apis/apps/v1")
    submission = run.submit(conf={"spark.kubernetes.allocation.pods.allocator": "statefulset", "spark.executor.instances": "2"})
    run.check_pi(submission)
    run.check_equal("StatefulSets that there were", len(sets.seen), 1)
    run.check_equal("replicas", [s["spec"]["replicas"] for s in sets.seen.values()], [2])
    run.wait_for("the StatefulSet to go", lambda: not sets.present(), 60)
    run.check("no StatefulSet is left", not sets.present())


@scenario("basic-long-name", BASIC + "a very long application name")
def long_name(run):
    """An application name of 160 characters"""
    name = "long-" * 32
    submission = run.submit(conf={"spark.app.name": name, "spark.kubernetes.driver.pod.name": None}, options=["--name", name])
    run.check_code(submission)
    drivers = [p for p in run.pods.seen.values() if p["metadata"]["labels"].get("spark-role") == "driver"]
    run.check_equal("drivers", len(drivers), 1)
    run.driver = drivers[0]["metadata"]["name"]
    run.check_log(r"Pi is roughly 3\.")


@scenario("basic-no-resource", BASIC + "no application resource")
def no_resource(run):
    """`spark-internal` as application, its jar in spark.jars"""
    submission = run.submit("spark-internal", cls=PI, conf={"spark.jars": JOBS_JAR})
    run.check_pi(submission)


@scenario("basic-master-without-scheme", BASIC + "a master URL without a scheme")
def master_without_scheme(run):
    """`k8s://HOST:PORT` means https"""
    submission = run.submit(master="k8s://10.231.0.1:16443")
    run.check_pi(submission)


@scenario("basic-argument", BASIC + "with an argument")
def argument(run):
    """An argument and a codec"""
    submission = run.submit(args=[5], conf={"spark.io.compression.codec": "snappy"})
    run.check_pi(submission)
    run.check_log(r"Finished task 4\.0 in stage 0\.0 .*\(5/5\)")


@scenario("basic-labels", BASIC + "custom labels, annotations and environment variables")
def labels(run):
    """Labels, annotations and environment variables of both roles"""
    conf = {
        "spark.kubernetes.driver.label.label1": "value1",
        "spark.kubernetes.driver.label.label2": "value2",
        "spark.kubernetes.driver.annotation.annotation1": "value1",
        "spark.kubernetes.driver.annotation.yunikorn.apache.org/app-id": "{{APP_ID}}",
        "spark.kubernetes.driverEnv.ENV1": "VALUE1",
        "spark.kubernetes.driverEnv.ENV2": "VALUE2",
        "spark.kubernetes.executor.label.label1": "value1",
        "spark.kubernetes.executor.annotation.annotation1": "value1",
        "spark.kubernetes.executor.annotation.yunikorn.apache.org/app-id": "{{APP_ID}}",
        "spark.executorEnv.ENV1": "VALUE1",
        "spark.executorEnv.ENV2": "VALUE2",
    }
    submission = run.submit(conf=conf)
    run.check_pi(submission)
    driver, executor = run.driver_pod(), run.executors()[0]
    app_id = driver["metadata"]["labels"]["spark-app-selector"]
    run.check_equal("label2 of the driver", driver["metadata"]["labels"].get("label2"), "value2")
    for role, pod, name in (("driver", driver, DRIVER_CONTAINER), ("executor", executor, EXECUTOR_CONTAINER)):
        run.check_equal(f"label1 of the {role}", pod["metadata"]["labels"].get("label1"), "value1")
        run.check_equal(f"annotation of the {role}", pod["metadata"]["annotations"].get("annotation1"), "value1")
        said = pod["metadata"]["annotations"].get("yunikorn.apache.org/app-id")
        run.check_equal(f"application id in an annotation of the {role}", said, app_id)
        variables = environment(pod, name)
        run.check_equal(f"variables of the {role}", [variables.get("ENV1"), variables.get("ENV2")], ["VALUE1", "VALUE2"])


@scenario("basic-service-account", BASIC + "executors have the driver's service account by default")
def service_account(run):
    """Executors get the driver's service account"""
    run.create("serviceaccounts", {"metadata": {"name": "spark"}})
    run.bind("spark", "edit")
    submission = run.submit(conf={"spark.kubernetes.authenticate.driver.serviceAccountName": "spark"})
    run.check_pi(submission)
    run.check_equal("account of the driver", run.driver_pod()["spec"]["serviceAccountName"], "spark")
    run.check_equal("account of the executor", run.executors()[0]["spec"]["serviceAccountName"], "spark")


@scenario("basic-java-options", BASIC + "extraJVMOptions on driver")
def java_options(run):
    """Java options of the driver, with characters that shells like"""
    conf = {
        "spark.driver.extraJavaOptions": "-Dspark.test.foo=spark.test.bar -Dother=a,b;c",
        "spark.driverEnv.X": "Y",
    }
    submission = run.submit("probe.py", ["property:spark.test.foo", "property:other"], conf)
    run.check_code(submission)
    run.check_log(r"driver property:spark\.test\.foo = spark\.test\.bar$", r"driver property:other = a,b;c$")


@scenario("basic-remote-file", BASIC + "a remote data file")
def remote_file(run):
    """spark.files with an http address, read by SparkFiles"""
    address = run.serve_files({"data.txt": "from-the-server"})
    submission = run.submit("probe.py", ["sparkfile:data.txt"], {"spark.files": f"{address}/data.txt"})
    run.check_code(submission)
    run.check_log(r"driver sparkfile:data\.txt = from-the-server", r"executor sparkfile:data\.txt = from-the-server")


@scenario("conf-log4j2", "SparkConfPropagateSuite: logging configuration is picked up from SPARK_CONF_DIR/log4j2.properties")
def log4j2(run):
    """log4j2.properties of SPARK_CONF_DIR reaches both roles"""
    directory = run.out / "conf"
    directory.mkdir()
    lines = [
        "rootLogger.level = info", "rootLogger.appenderRef.stdout.ref = console", "appender.console.type = Console",
        "appender.console.name = console", "appender.console.target = SYSTEM_ERR", "appender.console.layout.type = PatternLayout",
        "appender.console.layout.pattern = CUSTOM-LAYOUT %p %c{1}: %m%n",
    ]
    (directory / "log4j2.properties").write_text("\n".join(lines) + "\n")
    debug = "-Dlog4j2.debug"
    conf = {
        "spark.executor.extraJavaOptions": debug,
        "spark.driver.extraJavaOptions": debug,
        "spark.kubernetes.executor.deleteOnTermination": "false",
    }
    run.keeps_executors = True
    submission = run.submit(conf=conf, env={"SPARK_CONF_DIR": str(directory)})
    run.check_pi(submission)
    executor = run.log(run.executors()[0]["metadata"]["name"], EXECUTOR_CONTAINER)
    for name, log in (("the driver's log", run.driver_log()), ("the executor's log", executor)):
        run.check_log(r"/opt/spark/conf/\S*log4j2\.properties", r"^CUSTOM-LAYOUT INFO", log=log, name=name)


@scenario("secrets", "SecretsTestsSuite: secret as environment variable and mount", quick=True)
def secrets(run):
    """Secrets as environment variables and files of both roles"""
    data = {"username": "user", "password": "word"}
    run.create("secrets", {"metadata": {"name": "test-secret"}, "stringData": data})
    conf = {}
    for role in ("driver", "executor"):
        conf[f"spark.kubernetes.{role}.secrets.test-secret"] = "/etc/secret"
        conf[f"spark.kubernetes.{role}.secretKeyRef.USERNAME"] = "test-secret:username"
        conf[f"spark.kubernetes.{role}.secretKeyRef.PASSWORD"] = "test-secret:password"
    items = ["env:USERNAME", "env:PASSWORD", "file:/etc/secret/username", "file:/etc/secret/password"]
    submission = run.submit("probe.py", items, conf)
    run.check_code(submission)
    for role in ("driver", "executor"):
        run.check_log(rf"{role} env:USERNAME = user$", rf"{role} env:PASSWORD = word$")
        run.check_log(rf"{role} file:/etc/secret/username = user$", rf"{role} file:/etc/secret/password = word$")


TEMPLATE = """\
apiVersion: v1
kind: Pod
metadata:
  labels: {{template-label-key: {role}-template-label-value}}
spec:
  containers:
  - name: test-{role}-container
    image: will-be-overwritten
"""


@scenario("pod-template", "PodTemplateSuite: start pod creation from template")
def pod_template(run):
    """Templates for both roles keep the name of the first container and the labels"""
    conf = {}
    for role in ("driver", "executor"):
        path = run.out / f"{role}.yaml"
        path.write_text(TEMPLATE.format(role=role))
        conf[f"spark.kubernetes.{role}.podTemplateFile"] = str(path)
    submission = run.submit(conf=conf)
    run.check_code(submission)
    run.check_log(r"Pi is roughly 3\.", log=run.log(run.driver, "test-driver-container"))
    for role, pod in (("driver", run.driver_pod()), ("executor", run.executors()[0])):
        run.check_equal(f"containers of the {role}", [c["name"] for c in pod["spec"]["containers"]], [f"test-{role}-container"])
        run.check_equal(f"image of the {role}", container(pod, f"test-{role}-container")["image"], run.image)
        label = pod["metadata"]["labels"].get("template-label-key")
        run.check_equal(f"label of the {role}", label, f"{role}-template-label-value")


@scenario("env-paths", "EnvTestsSuite: extraLibraryPath and PATH")
def env_paths(run):
    """Library path and PATH in both roles"""
    conf = {
        "spark.driver.extraLibraryPath": "/opt/driver-libs",
        # As a variable: the library path of executors is set by the entry point of Spark's own image.
        "spark.executorEnv.LD_LIBRARY_PATH": "/opt/executor-libs",
        "spark.kubernetes.driverEnv.PATH": "/opt/mine/bin:/usr/local/bin:/usr/bin:/bin",
        "spark.executorEnv.PATH": "/opt/mine/bin:/usr/local/bin:/usr/bin:/bin",
    }
    submission = run.submit("probe.py", ["env:PATH", "env:LD_LIBRARY_PATH"], conf)
    run.check_code(submission)
    run.check_log(r"driver env:PATH = /opt/mine/bin:", r"executor env:PATH = /opt/mine/bin:")
    run.check_log(r"driver env:LD_LIBRARY_PATH = .*/opt/driver-libs")
    run.check_log(r"executor env:LD_LIBRARY_PATH = /opt/executor-libs")

"""Python and dependencies: Spark's PythonTestsSuite and DepsTestsSuite."""

import zipfile
from pathlib import Path

from scenarios import node
from scenarios.registry import scenario
from scenarios.run import DRIVER_CONTAINER, EXECUTOR_CONTAINER, JOBS_JAR, PI, container

PYTHON, DEPS = "PythonTestsSuite: ", "DepsTestsSuite: "
PROBE = (Path(__file__).parents[1] / "jobs/probe.py").read_text()


def upload(run):
    """Settings that upload to a directory which the driver's pod mounts at the same place."""
    directory = run.shared / "upload"
    directory.mkdir()
    directory.chmod(0o777)
    return {
        "spark.kubernetes.file.upload.path": f"file://{directory}",
        "spark.kubernetes.driver.volumes.hostPath.shared.mount.path": str(run.shared),
        "spark.kubernetes.driver.volumes.hostPath.shared.options.path": str(run.shared),
        "spark.kubernetes.executor.volumes.hostPath.shared.mount.path": str(run.shared),
        "spark.kubernetes.executor.volumes.hostPath.shared.options.path": str(run.shared),
    }


def client_file(run, name, text):
    path = run.shared / name
    path.write_text(text)
    return path


@scenario("python-pi", PYTHON + "PySpark on a simple pi.py example", quick=True)
def pi(run):
    """pi.py of Spark's examples"""
    submission = run.submit("local:///opt/spark/examples/pi.py", [2])
    run.check_code(submission)
    run.check_log(r"Pi is roughly 3\.")


@scenario("python-py-files", PYTHON + "PySpark to test a pyfiles example")
def py_files(run):
    """A module by --py-files, the same Python on both sides"""
    module = client_file(run, "my_helper.py", "WHO = 'helper of the client'\n")
    submission = run.submit("probe.py", ["import:my_helper", "python:version"], upload(run), options=["--py-files", f"file://{module}"])
    run.check_code(submission)
    run.check_log(r"driver import:my_helper = helper of the client", r"executor import:my_helper = helper of the client")
    run.check_log(r"driver python:version = .* 3\.11", r"executor python:version = .* 3\.11")


@scenario("python-local-py-files", PYTHON + "PySpark with pyfiles in the image")
def local_py_files(run):
    """A module in the image by spark.submit.pyFiles"""
    # Only the driver has the application's own directory on its path.
    conf = {"spark.submit.pyFiles": "local:///opt/spark/scenarios/probe.py"}
    submission = run.submit("probe.py", ["import:probe"], conf)
    run.check_code(submission)
    run.check_log(r"driver import:probe = imported", r"executor import:probe = imported")


@scenario("python-memory", PYTHON + "PySpark with memory customization")
def memory(run):
    """Memory overhead and spark.executor.pyspark.memory"""
    conf = {
        "spark.kubernetes.memoryOverheadFactor": "0.8",
        "spark.executor.pyspark.memory": "200m",
        "spark.driver.memory": "1g",
        "spark.executor.memory": "512m",
    }
    submission = run.submit("probe.py", ["limit:address-space"], conf)
    run.check_code(submission)
    run.check_log(rf"executor limit:address-space = {200 << 20}$")
    driver = container(run.driver_pod(), DRIVER_CONTAINER)["resources"]["requests"]["memory"]
    executor = container(run.executors()[0], EXECUTOR_CONTAINER)["resources"]["requests"]["memory"]
    run.check_equal("memory of the driver (1024 * 1.8)", driver, "1843Mi")
    run.check_equal("memory of the executor (512 + max(0.8 * 512, 384) + 200)", executor, "1121Mi")


@scenario("python-connect", PYTHON + "PySpark with Spark Connect")
def connect(run):
    """spark.api.mode=connect: the driver runs the server of Spark Connect"""
    # With this mode the launcher of Spark 4.1.1 leaves the jars of the server out of the class path.
    conf = {"spark.api.mode": "connect", "spark.driver.extraClassPath": "/opt/spark/jars/*", "spark.driver.memory": "1g"}
    submission = run.submit("connect.py", [f"k8s://{node.SERVER}"], conf=conf)
    run.check_code(submission)
    run.check_log(r"session pyspark\.sql\.connect\.session", r"^total 999000$")
    run.check("executors ran", run.executors())


@scenario("deps-client-files", DEPS + "launcher client dependencies")
def client_files(run):
    """Files and jars of the submitting machine, uploaded to a shared directory"""
    data = client_file(run, "data.txt", "from-the-client")
    conf = {**upload(run), "spark.files": str(data)}
    submission = run.submit("probe.py", ["sparkfile:data.txt"], conf)
    run.check_code(submission)
    run.check_log(r"driver sparkfile:data\.txt = from-the-client", r"executor sparkfile:data\.txt = from-the-client")


@scenario("deps-archives", DEPS + "SPARK-33615: launcher client archives")
def archives(run):
    """An archive with a name of its own, unpacked in both roles"""
    archive = run.shared / "things.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("inner.txt", "in-the-archive")
    conf = {**upload(run), "spark.archives": f"file://{archive}#things"}
    submission = run.submit("probe.py", ["sparkfile:things/inner.txt"], conf)
    run.check_code(submission)
    run.check_log(r"driver sparkfile:things/inner\.txt = in-the-archive", r"executor sparkfile:things/inner\.txt = in-the-archive")


@scenario("deps-python-zip", DEPS + "launcher Python client dependencies using a zip file")
def python_zip(run):
    """A zip file of Python modules by --py-files"""
    archive = run.shared / "modules.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("zipped.py", "WHO = 'zipped'\n")
    submission = run.submit("probe.py", ["import:zipped"], upload(run), options=["--py-files", f"file://{archive}"])
    run.check_code(submission)
    run.check_log(r"driver import:zipped = zipped", r"executor import:zipped = zipped")


@scenario("deps-python-script", DEPS + "launcher Python client dependencies using py")
def python_script(run):
    """The application itself is a Python file of the client"""
    application = client_file(run, "my_probe.py", PROBE)
    module = client_file(run, "beside.py", "WHO = 'beside'\n")
    submission = run.submit(f"file://{application}", ["import:beside"], upload(run), options=["--py-files", f"file://{module}"])
    run.check_code(submission)
    run.check_log(r"driver import:beside = beside", r"executor import:beside = beside")


ENVIRONMENT = '#!/bin/sh\nexport IN_ENV=yes PYTHONPATH="$(dirname "$0")/../lib:$PYTHONPATH"\nexec python3 "$@"\n'


def python_environment(run, suffix="zip"):
    """Makes a small Python environment as an archive: bin/python and a module."""
    import io
    import tarfile

    archive = run.shared / "env.tar.gz"
    with tarfile.open(archive, "w:gz") as out:
        for name, text, mode in (("bin/python", ENVIRONMENT, 0o755), ("lib/in_env.py", "WHO = 'environment'\n", 0o644)):
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(text), mode
            out.addfile(info, io.BytesIO(text.encode()))
    return archive


@scenario("deps-conda-archive", DEPS + "launcher Python client dependencies using an archive")
def conda_archive(run):
    """An environment by --archives, its Python by spark.pyspark.python and spark.pyspark.driver.python"""
    archive = python_environment(run)
    conf = {
        **upload(run),
        "spark.archives": f"file://{archive}#environment",
        "spark.pyspark.python": "./environment/bin/python",
        "spark.pyspark.driver.python": "./environment/bin/python",
    }
    submission = run.submit("probe.py", ["import:in_env", "env:IN_ENV"], conf)
    run.check_code(submission)
    for role in ("driver", "executor"):
        run.check_log(rf"{role} import:in_env = environment", rf"{role} env:IN_ENV = yes")


def python_in_place(run):
    (run.shared / "bin").mkdir()
    interpreter = client_file(run, "bin/python", '#!/bin/sh\nexport MY_PYTHON=yes\nexec python3 "$@"\n')
    interpreter.chmod(0o755)
    return interpreter


@scenario("deps-pyspark-python", DEPS + "PYSPARK_PYTHON by environment variables")
def pyspark_python(run):
    """PYSPARK_PYTHON and PYSPARK_DRIVER_PYTHON as environment variables of both roles"""
    interpreter = python_in_place(run)
    conf = {**upload(run), "spark.kubernetes.driverEnv.PYSPARK_PYTHON": str(interpreter),
            "spark.kubernetes.driverEnv.PYSPARK_DRIVER_PYTHON": str(interpreter)}
    submission = run.submit("probe.py", ["env:MY_PYTHON", "env:PYSPARK_PYTHON"], conf)
    run.check_code(submission)
    run.check_log(r"driver env:MY_PYTHON = yes", r"executor env:MY_PYTHON = yes")


@scenario("deps-spark-pyspark-python", DEPS + "spark.pyspark.python and spark.pyspark.driver.python")
def spark_pyspark_python(run):
    """spark.pyspark.python overrides the environment variable"""
    interpreter = python_in_place(run)
    conf = {**upload(run), "spark.pyspark.python": str(interpreter), "spark.pyspark.driver.python": str(interpreter),
            "spark.kubernetes.driverEnv.PYSPARK_PYTHON": "/does/not/exist"}
    submission = run.submit("probe.py", ["env:MY_PYTHON"], conf)
    run.check_code(submission)
    run.check_log(r"driver env:MY_PYTHON = yes", r"executor env:MY_PYTHON = yes")


@scenario("deps-upload-path-invisible", "", survives_failure=True, stops_well=False,
          stock_note="says nothing about the path; the driver fails without the file")
def upload_path_invisible(run):
    """An upload path on the submitting machine only: warned about while submitting"""
    directory = run.shared / "only-here"
    data = client_file(run, "jaas.conf", "text")
    conf = {"spark.kubernetes.file.upload.path": str(directory), "spark.files": str(data)}
    submission = run.submit(conf=conf)
    run.check("spark-submit fails", submission.code != 0)
    run.check_log(r"WARN .*spark\.kubernetes\.file\.upload\.path", log=submission.log, name="spark-submit's log")

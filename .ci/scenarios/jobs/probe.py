"""Prints facts about the driver and the executors: env:NAME, file:PATH, run:COMMAND, sparkfile:NAME, import:MODULE,
property:KEY (of the driver's JVM), limit:address-space. --driver-only leaves executors out."""

import importlib
import os
import resource
import subprocess
import sys

from pyspark import SparkContext, SparkFiles


def look(item):
    kind, _, name = item.partition(":")
    try:
        if kind == "env":
            return os.environ.get(name)
        if kind == "file":
            return open(name).read().strip()
        if kind == "sparkfile":
            return open(SparkFiles.get(name)).read().strip()
        if kind == "run":
            return " | ".join(subprocess.check_output(name, shell=True, text=True, stderr=subprocess.STDOUT).split("\n"))
        if kind == "import":
            module = importlib.import_module(name)
            return getattr(module, "WHO", "imported")
        if kind == "limit":
            return resource.getrlimit(resource.RLIMIT_AS)[0]
        if kind == "python":
            return sys.executable + " " + sys.version.split()[0]
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    raise ValueError(item)



def main():
    items = [a for a in sys.argv[1:] if not a.startswith("--")]
    sc = SparkContext()
    for item in items:
        if item.startswith("property:"):
            print(f"driver {item} = {sc._jvm.java.lang.System.getProperty(item.partition(':')[2])}", flush=True)
        else:
            print(f"driver {item} = {look(item)}", flush=True)
    if "--driver-only" in sys.argv:
        count = sc.parallelize(range(100), 4).map(lambda x: x + 1).sum()
        print(f"sum = {count}", flush=True)
    else:
        shared = [i for i in items if not i.startswith("property:")]
        for partition in sc.parallelize(range(2), 2).map(lambda _: [(i, look(i)) for i in shared]).collect():
            for item, value in partition:
                print(f"executor {item} = {value}", flush=True)
    sc.stop()


if __name__ == "__main__":
    main()

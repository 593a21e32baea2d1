"""Ends in a way that is named by its argument: exit CODE, missing-file, die (every executor halts), memory (executors
use more than they may), driver-memory."""

import os
import signal
import sys

from pyspark import SparkContext


def executor_jvm():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as line:
                if b"KubernetesExecutorBackend" in line.read() and pid != "1":
                    return int(pid)
        except OSError:
            pass
    raise RuntimeError("no executor here")


def die(_):
    os.kill(executor_jvm(), signal.SIGKILL)


def grow(x):
    # In the container's control group like the JVM. The kernel ends the whole group or its largest process.
    held = []
    while True:
        held.append(b"x" * (64 << 20))


def main():
    how = sys.argv[1]
    if how == "exit":
        sys.exit(int(sys.argv[2]))
    sc = SparkContext()
    if how == "exit-with-context":
        print(sc.parallelize(range(2), 2).count(), flush=True)
        sys.exit(int(sys.argv[2]))
    if how == "die":
        sc.parallelize(range(4), 4).foreach(die)
    if how == "memory":
        sc.parallelize(range(1), 1).foreach(grow)
    sc.stop()


main()

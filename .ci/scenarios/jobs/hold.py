"""Runs small jobs on its executors until /tmp/finish exists, and prints who did the work. --idle N: no jobs for N seconds
after the first. --shuffle: keeps the result of a shuffle and reads it at the end. --rounds N: ends after N jobs."""

import argparse
import os
import time

from pyspark import SparkContext

parser = argparse.ArgumentParser()
parser.add_argument("--tasks", type=int, default=2)
parser.add_argument("--idle", type=float, default=0)
parser.add_argument("--rounds", type=int, default=0)
parser.add_argument("--pause", type=float, default=1)
parser.add_argument("--seconds", type=float, default=0, help="how long a task takes")
parser.add_argument("--limit", type=float, default=900)
parser.add_argument("--write", help="executors append their id to this file once")
parser.add_argument("--shuffle", action="store_true")
options = parser.parse_args()


def who(_):
    time.sleep(options.seconds)
    executor = os.environ.get("SPARK_EXECUTOR_ID", "driver")
    if options.write:
        with open(options.write, "a") as out:
            out.write(executor + "\n")
    return executor


def round_of_jobs(sc, number):
    executors = sorted(set(sc.parallelize(range(options.tasks), options.tasks).map(who).collect()))
    print(f"round {number}: executors {' '.join(executors)}", flush=True)


sc = SparkContext()
print(f"application {sc.applicationId}", flush=True)
begin = time.time()
number = 1
shuffled = None
if options.shuffle:
    # A shuffle whose map outputs are read at the end. The counter tells whether map tasks ran again.
    maps = sc.accumulator(0)

    def count(x):
        maps.add(1)
        return (x % 7, x)

    shuffled = sc.parallelize(range(100), 5).map(count).reduceByKey(lambda a, b: a + b, 3)
    print(f"shuffled {shuffled.count()} keys, mapped {maps.value}", flush=True)
round_of_jobs(sc, number)
print("ready", flush=True)
if options.idle:
    time.sleep(options.idle)
while not os.path.exists("/tmp/finish") and time.time() - begin < options.limit:
    number += 1
    if options.rounds and number > options.rounds:
        break
    round_of_jobs(sc, number)
    time.sleep(options.pause)
if shuffled is not None:
    print(f"shuffled again {shuffled.count()} keys, mapped {maps.value}", flush=True)
print("finished", flush=True)
sc.stop()

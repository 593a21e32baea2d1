"""Caches blocks and makes a shuffle, waits until an executor has gone, and reads both again. Map tasks add to an
accumulator, so that it tells whether anything was computed again."""

import os
import sys
import time

from pyspark import SparkContext

sc = SparkContext()
total = sc.accumulator(0)


def add(x):
    total.add(1)
    return (x, x)


executors = int(sys.argv[1]) if len(sys.argv) > 1 else 3
cached = sc.parallelize(range(1, 101), 5).map(add).groupByKey(5)
cached.persist()
while sc._jsc.sc().getExecutorMemoryStatus().size() < executors + 1:
    time.sleep(0.5)
print(f"first count: {cached.count()}", flush=True)
print("ready", flush=True)
begin = time.time()
while not os.path.exists("/tmp/finish") and time.time() - begin < 600:
    time.sleep(0.5)
print(f"second count: {cached.count()}", flush=True)
print(f"Final accumulator value is: {total.value}", flush=True)
sc.stop()

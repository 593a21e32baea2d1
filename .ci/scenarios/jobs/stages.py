"""A stage with a resource profile of its own beside one with the default."""

import os

from pyspark import SparkContext
from pyspark.resource import ExecutorResourceRequests, ResourceProfileBuilder, TaskResourceRequests

sc = SparkContext()
who = lambda _: os.environ["SPARK_EXECUTOR_ID"]
print(f"default profile: {sorted(set(sc.parallelize(range(2), 2).map(who).collect()))}", flush=True)
requests = ExecutorResourceRequests().cores(1).memory("600m").memoryOverhead("400m")
profile = ResourceProfileBuilder().require(requests).require(TaskResourceRequests().cpus(1)).build
print(f"own profile: {sorted(set(sc.parallelize(range(2), 2).withResources(profile).map(who).collect()))}", flush=True)
sc.stop()

"""Throws darts at a square and counts those that land in the circle. Argument: tasks (2)."""

import sys

from pyspark import SparkConf, SparkContext

import darts

DARTS_A_TASK = 100_000


if __name__ == "__main__":
    tasks = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    spark = SparkContext(conf=SparkConf().setIfMissing("spark.app.name", "pi-py"))
    total = spark.parallelize([DARTS_A_TASK] * tasks, tasks).map(darts.hits).sum()
    print("Pi is roughly %f" % (4.0 * total / (tasks * DARTS_A_TASK)))
    spark.stop()

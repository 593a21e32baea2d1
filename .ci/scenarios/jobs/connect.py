"""A DataFrame job through Spark Connect, whose server is in the driver."""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import col

# With spark.api.mode=connect Python starts the server, whose master is "local" unless the builder names one.
spark = SparkSession.builder.config("spark.api.mode", "connect").config("spark.master", sys.argv[1]).getOrCreate()
print(f"session {type(spark).__module__}", flush=True)
total = spark.range(0, 1000, 1, 2).select((col("id") * 2).alias("n")).agg({"n": "sum"}).collect()[0][0]
print(f"total {total}", flush=True)
spark.stop()

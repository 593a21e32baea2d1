"""A DataFrame job through Spark Connect, whose server is in the driver."""

from pyspark.sql import SparkSession
from pyspark.sql.functions import col

# The setting spark.api.mode makes the launcher leave the server to Python; the builder decides which API the program sees.
spark = SparkSession.builder.config("spark.api.mode", "connect").getOrCreate()
print(f"session {type(spark).__module__}", flush=True)
total = spark.range(0, 1000, 1, 2).select((col("id") * 2).alias("n")).agg({"n": "sum"}).collect()[0][0]
print(f"total {total}", flush=True)
spark.stop()

"""Counts words that come from a socket: streaming.py dstream|structured HOST PORT."""

import sys
import time

kind, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
wanted = {"a": 4, "b": 2, "c": 1}

if kind == "dstream":
    from pyspark import SparkContext
    from pyspark.streaming import StreamingContext

    sc = SparkContext()
    streaming = StreamingContext(sc, 1)
    seen = {}

    def take(rdd):
        for word, count in rdd.collect():
            seen[word] = seen.get(word, 0) + count
        print(f"seen {sorted(seen.items())}", flush=True)
        if seen == wanted:
            print("all words were counted", flush=True)

    words = streaming.socketTextStream(host, port).flatMap(lambda line: line.split())
    words.map(lambda w: (w, 1)).reduceByKey(lambda a, b: a + b).foreachRDD(take)
    streaming.start()
    end = time.time() + 300
    while time.time() < end and seen != wanted:
        streaming.awaitTerminationOrTimeout(1)
    streaming.stop(stopSparkContext=True, stopGraceFully=False)
    sys.exit(0 if seen == wanted else 1)

from pyspark.sql import SparkSession
from pyspark.sql.functions import explode, split

spark = SparkSession.builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
lines = spark.readStream.format("socket").option("host", host).option("port", port).load()
counts = lines.select(explode(split(lines.value, " ")).alias("word")).groupBy("word").count()
query = counts.writeStream.outputMode("complete").format("memory").queryName("words").start()
end = time.time() + 300
seen = {}
while time.time() < end and seen != wanted:
    time.sleep(1)
    seen = {row["word"]: row["count"] for row in spark.sql("select * from words").collect()}
    print(f"seen {sorted(seen.items())}", flush=True)
print("all words were counted" if seen == wanted else "words are missing", flush=True)
query.stop()
spark.stop()
sys.exit(0 if seen == wanted else 1)

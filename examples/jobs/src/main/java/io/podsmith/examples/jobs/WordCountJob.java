// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.jobs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Counts the words of a text and prints the ten most frequent. Argument: the text's place. */
public final class WordCountJob {
  private WordCountJob() {}

  public static void main(String[] args) {
    if (args.length != 1) {
      throw new IllegalArgumentException("give one argument: the text whose words are counted");
    }
    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "word-count");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      JavaPairRDD<String, Integer> counts =
          spark
              .textFile(args[0], 2)
              .flatMap(
                  line -> Arrays.asList(line.toLowerCase(Locale.ROOT).split("\\W+")).iterator())
              .filter(word -> word.length() > 3)
              .mapToPair(word -> new Tuple2<>(word, 1))
              .reduceByKey(Integer::sum)
              .cache();
      System.out.println("Different words: " + counts.count());
      List<Tuple2<Integer, String>> top =
          counts.mapToPair(count -> new Tuple2<>(count._2(), count._1())).sortByKey(false).take(10);
      top.forEach(count -> System.out.println("Word count: " + count._1() + " " + count._2()));
    }
  }
}

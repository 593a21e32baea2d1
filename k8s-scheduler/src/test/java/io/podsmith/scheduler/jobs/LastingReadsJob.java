// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Has an executor read a file of a secure HDFS until it has done so with several delegation tokens,
 * and then once more with the first of them. Arguments: the path of the file, and how many tokens.
 */
public final class LastingReadsJob {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  /** The first token of an executor. */
  private static volatile Token<?> first;

  private LastingReadsJob() {}

  public static void main(String[] args) throws InterruptedException {
    String file = args[0];
    int tokens = Integer.parseInt(args[1]);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      Set<String> seen = new LinkedHashSet<>();
      int reads = 0;
      long start = System.nanoTime();
      while (seen.size() < tokens && System.nanoTime() - start < DEADLINE.toNanos()) {
        seen.add(spark.parallelize(List.of(file), 1).map(LastingReadsJob::read).first());
        reads++;
        // Longer than an idle connection, which stays authenticated, is kept.
        TimeUnit.SECONDS.sleep(1);
      }
      System.out.println("Read %d times with %d tokens".formatted(reads, seen.size()));
      System.out.println(
          "With the first token: "
              + spark.parallelize(List.of(file), 1).map(LastingReadsJob::readWithFirst).first());
    }
  }

  /** Reads the file and returns the name of the token that was used. */
  private static String read(String file) throws IOException {
    UserGroupInformation user = UserGroupInformation.getCurrentUser();
    Token<? extends TokenIdentifier> token = user.getTokens().iterator().next();
    if (first == null) {
      first = token.copyToken();
    }
    content(file);
    return token.decodeIdentifier().toString();
  }

  private static String readWithFirst(String file) throws InterruptedException {
    Credentials credentials = new Credentials();
    credentials.addToken(first.getService(), first);
    UserGroupInformation user = UserGroupInformation.createRemoteUser("late");
    user.addCredentials(credentials);
    try {
      return user.doAs((PrivilegedExceptionAction<String>) () -> content(file));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String content(String file) throws IOException {
    try (FileSystem files = FileSystem.newInstance(URI.create(file), new Configuration());
        FSDataInputStream in = files.open(new Path(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

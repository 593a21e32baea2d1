// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Reads a file of a secure HDFS and writes another. Arguments: the paths of both. */
public final class SecureFilesJob {
  private SecureFilesJob() {}

  public static void main(String[] args) throws IOException {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      spark.textFile(args[0], 2).map(line -> line.toUpperCase(Locale.ROOT)).saveAsTextFile(args[1]);
      List<String> written = spark.textFile(args[1]).collect();
      Path output = new Path(args[1]);
      FileStatus status = output.getFileSystem(spark.hadoopConfiguration()).getFileStatus(output);
      System.out.println("Written: %s by %s".formatted(written, status.getOwner()));
      System.out.println("Driver: " + user());
      System.out.println("Executor: " + spark.parallelize(List.of(1), 1).map(i -> user()).first());
    }
  }

  /** Returns how this process authenticates to Hadoop: tickets, tokens and their users. */
  static String user() throws IOException {
    UserGroupInformation user = UserGroupInformation.getCurrentUser();
    return "security %s, tickets %s, tokens %s"
        .formatted(
            UserGroupInformation.isSecurityEnabled(),
            user.hasKerberosCredentials(),
            user.getTokens().stream().map(SecureFilesJob::text).toList());
  }

  private static String text(Token<? extends TokenIdentifier> token) {
    try {
      UserGroupInformation owner = token.decodeIdentifier().getUser();
      UserGroupInformation real = owner.getRealUser();
      return "%s of %s%s"
          .formatted(
              token.getKind(),
              owner.getShortUserName(),
              real == null ? "" : " by " + real.getShortUserName());
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }
}

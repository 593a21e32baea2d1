// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.submit;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out whether Hadoop authenticates users by Kerberos. {@code spark-submit} then fetches
 * delegation tokens for the driver, which needs Hadoop's classes.
 */
final class HadoopSecurity {
  private static final String KEY = "hadoop.security.authentication";
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
  private static final Pattern PROPERTY =
      Pattern.compile(
          "<name>\\s*%s\\s*</name>\\s*<value>\\s*(\\w+)\\s*</value>".formatted(Pattern.quote(KEY)));

  private HadoopSecurity() {}

  /**
   * Fails if Kerberos is on.
   *
   * @throws PodsmithException naming {@code spark-submit} as the way
   */
  static void requireNone(SparkSettings settings) {
    Optional<String> kind =
        settings.find("spark.hadoop." + KEY).or(() -> inConfDirectory(settings));
    if (kind.filter("kerberos"::equalsIgnoreCase).isPresent()) {
      throw new PodsmithException(
          PodsmithError.CONF_ARGUMENTS,
          "%s is kerberos, but delegation tokens cannot be fetched without Hadoop; use spark-submit"
              .formatted(KEY));
    }
  }

  private static Optional<String> inConfDirectory(SparkSettings settings) {
    return settings
        .environmentVariable("HADOOP_CONF_DIR")
        .map(directory -> Path.of(directory, "core-site.xml"))
        .filter(Files::isRegularFile)
        .flatMap(HadoopSecurity::inFile);
  }

  private static Optional<String> inFile(Path file) {
    try {
      Matcher matcher = PROPERTY.matcher(COMMENT.matcher(Files.readString(file)).replaceAll(""));
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      throw new PodsmithException(
          PodsmithError.CONF_FILE,
          "'%s' cannot be read (%s); correct its permissions or HADOOP_CONF_DIR".formatted(file, e),
          e);
    }
  }
}

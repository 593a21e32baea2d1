package io.podsmith.core.builder;

import io.podsmith.core.conf.SparkSettings;
import java.util.SortedMap;

/** The files of {@code SPARK_CONF_DIR} that go into a ConfigMap. */
public final class SparkConfDir {
  private SparkConfDir() {}

  /**
   * Returns file contents by name, within the limit of {@code spark.kubernetes.configMap.maxSize}.
   */
  public static SortedMap<String, String> load(SparkSettings settings) {
    throw new UnsupportedOperationException();
  }
}

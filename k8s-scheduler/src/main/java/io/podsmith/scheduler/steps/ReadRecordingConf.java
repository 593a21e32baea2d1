// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.views.ViewSettings;
import io.podsmith.scheduler.ScalaInterop;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import scala.Option;
import scala.Tuple2;

/**
 * The {@code SparkConf} of one step, with all settings of the application. What the step reads by
 * key or prefix is recorded as if it had read it from Podsmith's view.
 */
final class ReadRecordingConf extends SparkConf {
  private static final long serialVersionUID = 1L;
  private static final String SPARK = "spark.";

  private final transient KubernetesConf conf;
  private final transient Map<String, String> before;

  private ReadRecordingConf(KubernetesConf conf, Map<String, String> settings) {
    super(false);
    this.conf = conf;
    this.before = Map.copyOf(settings);
    // Spark has already warned of deprecated keys
    settings.forEach((key, value) -> set(key, value, true));
  }

  static ReadRecordingConf of(KubernetesConf conf) {
    return new ReadRecordingConf(conf, ViewSettings.of(conf).asMap());
  }

  /** Returns the settings that the step has set or changed. */
  Map<String, String> changes() {
    Map<String, String> changed = new HashMap<>();
    ScalaInterop.map(getAll())
        .forEach(
            (key, value) -> {
              if (!value.equals(before.get(key))) {
                changed.put(key, value);
              }
            });
    return changed;
  }

  @Override
  public Option<String> getOption(String key) {
    record(key);
    return super.getOption(key);
  }

  @Override
  public boolean contains(String key) {
    record(key);
    return super.contains(key);
  }

  @Override
  public <T> T get(org.apache.spark.internal.config.ConfigEntry<T> entry) {
    record(entry.key());
    return super.get(entry);
  }

  @Override
  public Tuple2<String, String>[] getAllWithPrefix(String prefix) {
    if (prefix.startsWith(SPARK)) {
      conf.getAllWithPrefix(prefix);
    }
    return super.getAllWithPrefix(prefix);
  }

  @Override
  @SuppressWarnings("NullAway") // Spark takes null for a variable that is not set
  public String getenv(String name) {
    return conf.environmentVariable(name).orElse(null);
  }

  @Override
  public SparkConf clone() {
    return new ReadRecordingConf(conf, ScalaInterop.map(getAll()));
  }

  private void record(String key) {
    if (key.startsWith(SPARK)) {
      conf.contains(ConfigEntry.key(key).stringType().optional());
    }
  }
}

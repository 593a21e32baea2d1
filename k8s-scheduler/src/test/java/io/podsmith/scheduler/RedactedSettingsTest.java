// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.error.ShownUri;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;
import scala.collection.immutable.Seq;

class RedactedSettingsTest {
  private static final String REGEX = "spark.redaction.regex";
  private static final String REDACTED = "*********(redacted)";

  private final SparkConf conf = new SparkConf(false);

  @Test
  void redactsWhatAStepDeclares() {
    conf.set("spark.acme.pin", "1234").set("spark.acme.pins", "12");
    RedactedSettings.extend(conf, Set.of("spark.acme.pin"));
    assertThat(shown("spark.acme.pin")).isEqualTo(REDACTED);
    assertThat(shown("spark.acme.pins")).as("a longer key").isEqualTo("12");
  }

  @Test
  void stillRedactsWhatSparkRedacts() {
    conf.set("spark.acme.pin", "1234").set("spark.acme.PASSWORD", "pw");
    RedactedSettings.extend(conf, Set.of("spark.acme.pin"));
    assertThat(shown("spark.acme.PASSWORD")).isEqualTo(REDACTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:pw@host/lib.jar",
        "https://ghp1234@host/maven",
        "/opt/a.jar,ftp://x@host/b.jar",
        "hdfs://user:pw@store/data",
        "HTTPS://USER:PW@HOST/LIB.JAR",
        "abfss://container@account.dfs.core.windows.net/data",
        "spark://CoarseGrainedScheduler@host:7078",
        "https://host/a@b",
        "https://host:8080/lib.jar?who=a@b",
        "local:///opt/a.jar"
      })
  void redactsUserInfoAsPodsmithDoes(String value) {
    conf.set("spark.acme.from", value).set("spark.acme.any", "https://user:pw@host/any");
    RedactedSettings.extend(conf, Set.of());
    assertThat(shown("spark.acme.from")).isEqualTo(ShownUri.hasUserInfo(value) ? REDACTED : value);
  }

  @Test
  void changesNothingWithoutSuchSettings() {
    conf.set("spark.acme.token", "t").set("spark.jars", "https://host/lib.jar");
    RedactedSettings.extend(conf, Set.of("spark.acme.token", "spark.acme.pin"));
    assertThat(conf.contains(REGEX)).isFalse();
  }

  @Test
  void keepsTheExpressionOfTheUser() {
    conf.set("spark.acme.pin", "1234").set(REGEX, "word");
    RedactedSettings.extend(conf, Set.of("spark.acme.pin"));
    assertThat(conf.get(REGEX)).isEqualTo("word");
  }

  /** Returns what Spark shows of a setting in its event log and on its pages. */
  private String shown(String key) {
    Seq<Tuple2<String, String>> one =
        ScalaInterop.seq(java.util.List.of(new Tuple2<>(key, conf.get(key))));
    return Utils.redact(conf, one).head()._2();
  }
}

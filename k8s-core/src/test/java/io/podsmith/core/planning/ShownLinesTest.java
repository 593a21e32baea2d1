// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.podsmith.core.conf.SparkSettings;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plan shows of a file in a ConfigMap. */
class ShownLinesTest {
  private static final Withholding WITHHOLDING =
      Withholding.of(SparkSettings.of(Map.of("spark.acme.token", "hunter2:x"), Map.of()));

  static Stream<Arguments> files() {
    return Stream.of(
        arguments(
            "a property",
            """
            plain=1
            my.password=abc
            other=2
            """,
            """
            plain=1
            my.password=(secret)
            other=2
            """),
        arguments(
            "a property on several lines",
            """
            my.password=abc\\
              def\\
              ghi
            plain=1
            """,
            """
            my.password=(secret)
            (secret)
            (secret)
            plain=1
            """),
        arguments(
            "a property that ends with an escaped backslash",
            """
            my.password=abc\\\\
            plain=1
            """,
            """
            my.password=(secret)
            plain=1
            """),
        arguments(
            "other properties on several lines",
            """
            plain=1,\\
              2
            """,
            """
            plain=1,\\
              2
            """),
        arguments("a first line without text", "\nmy.password=abc", "\nmy.password=(secret)"),
        arguments(
            "a line that repeats a secret",
            """
            # see hunter2:x
            plain=1
            """,
            """
            (secret)
            plain=1
            """),
        arguments(
            "a property whose key repeats a secret, too",
            """
            hunter2\\:x=hunter2:x
            plain=1
            """,
            """
            (secret)
            plain=1
            """),
        arguments(
            "a configuration file of Hadoop",
            """
            <property>
              <name>fs.s3a.secret.key</name>
              <value>a$c</value>
            </property>
            <property>
              <name>fs.s3a.endpoint</name>
              <value>host</value>
            </property>
            """,
            """
            <property>
              <name>fs.s3a.secret.key</name>
              <value>(secret)</value>
            </property>
            <property>
              <name>fs.s3a.endpoint</name>
              <value>host</value>
            </property>
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void showsALineUnlessItHasASecret(String what, String text, String shown) {
    assertThat(WITHHOLDING.text(text)).isEqualTo(shown);
  }
}

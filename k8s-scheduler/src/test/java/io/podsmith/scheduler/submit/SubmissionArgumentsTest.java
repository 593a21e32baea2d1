// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.views.Application;
import org.junit.jupiter.api.Test;

class SubmissionArgumentsTest {
  @Test
  void readsAJavaApplication() {
    Application application =
        parse(
            "--primary-java-resource",
            "local:///app.jar",
            "--main-class",
            "a.Main",
            "--arg",
            "x",
            "--arg",
            "--main-class");
    assertThat(application.mainAppResource().language()).isEqualTo(AppLanguage.JAVA);
    assertThat(application.mainAppResource().file()).contains("local:///app.jar");
    assertThat(application.mainClass()).isEqualTo("a.Main");
    assertThat(application.args()).containsExactly("x", "--main-class");
    assertThat(application.proxyUser()).isEmpty();
  }

  @Test
  void readsPythonAndRAndTheUserInWhoseNameItRuns() {
    Application python =
        parse("--primary-py-file", "pi.py", "--main-class", "m", "--proxy-user", "ada");
    assertThat(python.mainAppResource().language()).isEqualTo(AppLanguage.PYTHON);
    assertThat(python.proxyUser()).contains("ada");
    assertThat(parse("--primary-r-file", "a.R", "--main-class", "m").mainAppResource().language())
        .isEqualTo(AppLanguage.R);
  }

  @Test
  void givesEachApplicationAnIdThatFitsALabel() {
    String first = parse("--main-class", "m").appId();
    assertThat(first)
        .matches("spark-[0-9a-f]{32}")
        .isNotEqualTo(parse("--main-class", "m").appId());
  }

  @Test
  void refusesAnUnknownArgumentWithoutRepeatingItsValue() {
    assertThatThrownBy(() -> parse("--main-class", "m", "--token", "s3cr3t"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("PODSMITH-CONF-009")
        .hasMessageContaining("'--token'")
        .hasMessageContaining("--primary-py-file")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void refusesANameWithoutValue() {
    assertThatThrownBy(() -> parse("--main-class"))
        .hasMessageContaining("--main-class has no value");
  }

  @Test
  void refusesAnApplicationWithoutMainClass() {
    assertThatThrownBy(() -> parse("--arg", "1")).hasMessageContaining("--main-class is missing");
  }

  private static Application parse(String... args) {
    return SubmissionArguments.parse(args);
  }
}

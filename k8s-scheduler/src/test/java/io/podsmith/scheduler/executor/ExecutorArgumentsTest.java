// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutorArgumentsTest {
  private static final List<String> NEEDED =
      List.of("--driver-url", "spark://a", "--executor-id", "7", "--cores", "2", "--app-id", "app");

  @Test
  void readsWhatTheEntrypointOfTheStockImageGives() {
    ExecutorArguments arguments =
        parse("--hostname", "10.0.0.1", "--resourceProfileId", "3", "--podName", "pod-7");
    assertThat(arguments.driverUrl()).isEqualTo("spark://a");
    assertThat(arguments.executorId()).isEqualTo("7");
    assertThat(arguments.asksForId()).isFalse();
    assertThat(arguments.cores()).isEqualTo(2);
    assertThat(arguments.hostname()).isEqualTo("10.0.0.1");
    assertThat(arguments.bindAddress())
        .as("without --bind-address the host name serves")
        .isEqualTo("10.0.0.1");
    assertThat(arguments.resourceProfileId()).isEqualTo(3);
    assertThat(arguments.podName()).isEqualTo("pod-7");
  }

  @Test
  void putsAnAddressOfIPv6InBrackets() {
    assertThat(parse("--hostname", "fd00::1").hostname()).isEqualTo("[fd00::1]");
  }

  @Test
  void asksForAnIdWherePodsComeFromATemplate() {
    assertThat(parse("--executor-id", "EXECID").asksForId()).isTrue();
    assertThat(parse("--executor-id", "").asksForId()).isTrue();
  }

  @Test
  void refusesUnknownOptions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--colour", "red"))
        .withMessageContaining("--colour");
  }

  @Test
  void refusesFewerCoresThanOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--cores", "0"))
        .withMessageContaining("at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--cores", "two"))
        .withMessageContaining("'two' but must be a number");
  }

  @Test
  void refusesToRunWithoutDriver() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ExecutorArguments.parse(
                    new String[] {"--cores", "1", "--executor-id", "1", "--app-id", "a"}))
        .withMessageContaining("--driver-url is missing");
  }

  private static ExecutorArguments parse(String... more) {
    List<String> all = new ArrayList<>(NEEDED);
    all.addAll(List.of(more));
    return ExecutorArguments.parse(all.toArray(String[]::new));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.deploy.SparkSubmit$;
import org.junit.jupiter.api.Test;
import scala.Function2;
import scala.Option;
import scala.runtime.BoxedUnit;

/** The exit codes that SparkSubmit passes on for Python and R applications. */
class UncaughtFailureExitTest {
  private final List<Object> codes = new ArrayList<>();
  private int awaited;

  private void exit(boolean runBySparkSubmit, int code) {
    SparkSubmit$ submit = SparkSubmit$.MODULE$;
    Function2<Object, Option<Throwable>, BoxedUnit> before = submit.exitFn();
    String propertyBefore = System.getProperty("SPARK_SUBMIT", "");
    UncaughtExceptionHandler handler = Thread.currentThread().getUncaughtExceptionHandler();
    System.setProperty("SPARK_SUBMIT", String.valueOf(runBySparkSubmit));
    submit.exitFn_$eq(
        (exitCode, cause) -> {
          codes.add(exitCode);
          return BoxedUnit.UNIT;
        });
    try {
      UncaughtFailureExit.install(11, () -> awaited++);
      submit.exitFn().apply(code, Option.empty());
    } finally {
      submit.exitFn_$eq(before);
      System.setProperty("SPARK_SUBMIT", propertyBefore);
      boolean isThreadGroups = handler == Thread.currentThread().getThreadGroup();
      Thread.currentThread().setUncaughtExceptionHandler(isThreadGroups ? null : handler);
    }
  }

  @Test
  void replacesTheCodeOfAnUncaughtExceptionAfterTheContextHasStopped() {
    exit(true, 1);
    assertThat(codes).containsExactly(11);
    assertThat(awaited).isEqualTo(1);
  }

  @Test
  void keepsCodesThatApplicationsChoose() {
    exit(true, 3);
    exit(true, 0);
    assertThat(codes).containsExactly(3, 0);
    assertThat(awaited).isZero();
  }

  @Test
  void keepsTheCodeWhereSparkIsUsedAsALibrary() {
    exit(false, 1);
    assertThat(codes).containsExactly(1);
  }
}

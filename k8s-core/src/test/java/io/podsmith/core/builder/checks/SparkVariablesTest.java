// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.Logged;
import io.podsmith.core.builder.Specs;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A step that changes a variable of Spark that another step set is warned of. */
class SparkVariablesTest {
  private static final String VARIABLE = "The environment variable SPARK_ACME of Spark's container";

  private static String logged(Consumer<Specs> build, Specs specs) {
    try (Logged log = new Logged()) {
      build.accept(specs);
      return log.text();
    }
  }

  @Test
  void namesBothStepsAndTheRemedyForDriverAndExecutor() {
    Specs specs = new Specs().factories(Sets.class, Replaces.class);
    assertThat(logged(Specs::driver, specs))
        .contains(VARIABLE + " in the driver pod, set by step acme.a-sets from classpath (")
        .contains(", is replaced by step acme.b-replaces from classpath (")
        .contains("spark.podsmith.steps.disabled=acme.b-replaces")
        .doesNotContain("s3cret");
    assertThat(logged(Specs::executor, specs)).contains(VARIABLE + " in the executor pod");
  }

  @Test
  void reportsARemovalAndAVariableThatIsSetASecondTime() {
    assertThat(logged(Specs::driver, new Specs().factories(Sets.class, Removes.class)))
        .contains("is removed by step acme.b-removes");
    assertThat(logged(Specs::driver, new Specs().factories(Sets.class, Appends.class)))
        .contains("is replaced by step acme.b-appends");
  }

  @Test
  void isSilentWhereAStepKeepsTheValueOrChangesItsOwn() {
    assertThat(logged(Specs::driver, new Specs().factories(Sets.class, Repeats.class)))
        .doesNotContain("The environment variable SPARK_");
    assertThat(logged(Specs::driver, new Specs().factories(SetsOther.class, ReplacesOther.class)))
        .as("not one of Spark's")
        .doesNotContain("The environment variable");
  }

  /** Sets a variable in the place of one of the name. */
  abstract static class Variable extends Specs.Factory {
    Variable(String id, String name, String value) {
      super(
          id,
          () ->
              pod ->
                  pod.editContainer(
                      c ->
                          c.removeMatchingFromEnv(e -> name.equals(e.getName()))
                              .addNewEnv()
                              .withName(name)
                              .withValue(value)
                              .endEnv()));
    }
  }

  public static final class Sets extends Variable {
    public Sets() {
      super("acme.a-sets", "SPARK_ACME", "s3cret-1");
    }
  }

  public static final class Replaces extends Variable {
    public Replaces() {
      super("acme.b-replaces", "SPARK_ACME", "s3cret-2");
    }
  }

  public static final class Repeats extends Variable {
    public Repeats() {
      super("acme.b-repeats", "SPARK_ACME", "s3cret-1");
    }
  }

  public static final class SetsOther extends Variable {
    public SetsOther() {
      super("acme.a-sets", "ACME", "1");
    }
  }

  public static final class ReplacesOther extends Variable {
    public ReplacesOther() {
      super("acme.b-replaces", "ACME", "2");
    }
  }

  public static final class Removes extends Specs.Factory {
    public Removes() {
      super(
          "acme.b-removes",
          () ->
              pod ->
                  pod.editContainer(
                      c -> c.removeMatchingFromEnv(e -> "SPARK_ACME".equals(e.getName()))));
    }
  }

  public static final class Appends extends Specs.Factory {
    public Appends() {
      super(
          "acme.b-appends",
          () ->
              pod ->
                  pod.editContainer(
                      c -> c.addNewEnv().withName("SPARK_ACME").withValue("s3cret-3").endEnv()));
    }
  }
}

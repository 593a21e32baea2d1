package io.podsmith.benchmarks.spec;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.Optional;

/** The same third-party steps for Podsmith. */
public final class OurSteps {
  private static final ConfigEntry<Integer> STEPS =
      ConfigEntry.key("bench.steps")
          .doc("How many steps are on.")
          .since("0.1")
          .intType()
          .withDefault(0);

  static final ConfigEntry<Boolean> SHARED =
      ConfigEntry.key("bench.shared")
          .doc("Whether the steps say that executors share their outcome.")
          .since("0.1")
          .booleanType()
          .withDefault(true);

  private OurSteps() {}

  /** Adds a label and a variable. */
  public abstract static class Factory implements FeatureStepFactory {
    private final int number;

    Factory(int number) {
      this.number = number;
    }

    @Override
    public String id() {
      return "bench.step-" + number;
    }

    @Override
    public String description() {
      return "Adds a label and a variable.";
    }

    @Override
    public StepScope scopeFor(KubernetesExecutorConf conf) {
      return conf.get(SHARED) ? StepScope.RESOURCE_PROFILE : StepScope.POD;
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return number > conf.get(STEPS)
          ? Optional.empty()
          : Optional.of(
              pod ->
                  pod.editMetadata(m -> m.addToLabels("step-" + number, "on"))
                      .editContainer(
                          c -> c.addNewEnv().withName("STEP_" + number).withValue("on").endEnv()));
    }
  }

  public static final class Factory1 extends Factory {
    public Factory1() {
      super(1);
    }
  }

  public static final class Factory2 extends Factory {
    public Factory2() {
      super(2);
    }
  }

  public static final class Factory3 extends Factory {
    public Factory3() {
      super(3);
    }
  }

  public static final class Factory4 extends Factory {
    public Factory4() {
      super(4);
    }
  }

  public static final class Factory5 extends Factory {
    public Factory5() {
      super(5);
    }
  }

  public static final class Factory6 extends Factory {
    public Factory6() {
      super(6);
    }
  }

  public static final class Factory7 extends Factory {
    public Factory7() {
      super(7);
    }
  }

  public static final class Factory8 extends Factory {
    public Factory8() {
      super(8);
    }
  }

  public static final class Factory9 extends Factory {
    public Factory9() {
      super(9);
    }
  }

  public static final class Factory10 extends Factory {
    public Factory10() {
      super(10);
    }
  }
}

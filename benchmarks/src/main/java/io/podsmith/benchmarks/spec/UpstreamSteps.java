package io.podsmith.benchmarks.spec;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.features.KubernetesFeatureConfigStep;

/** Third-party steps for Spark's own jar, which wants a class for each. */
public final class UpstreamSteps {
  private UpstreamSteps() {}

  /** Adds a label and a variable. */
  public abstract static class Step implements KubernetesFeatureConfigStep {
    private final int number;

    Step(int number) {
      this.number = number;
    }

    @Override
    public SparkPod configurePod(SparkPod pod) {
      return new SparkPod(
          new PodBuilder(pod.pod())
              .editOrNewMetadata()
              .addToLabels("step-" + number, "on")
              .endMetadata()
              .build(),
          new ContainerBuilder(pod.container())
              .addNewEnv()
              .withName("STEP_" + number)
              .withValue("on")
              .endEnv()
              .build());
    }
  }

  public static final class Step1 extends Step {
    public Step1() {
      super(1);
    }
  }

  public static final class Step2 extends Step {
    public Step2() {
      super(2);
    }
  }

  public static final class Step3 extends Step {
    public Step3() {
      super(3);
    }
  }

  public static final class Step4 extends Step {
    public Step4() {
      super(4);
    }
  }

  public static final class Step5 extends Step {
    public Step5() {
      super(5);
    }
  }

  public static final class Step6 extends Step {
    public Step6() {
      super(6);
    }
  }

  public static final class Step7 extends Step {
    public Step7() {
      super(7);
    }
  }

  public static final class Step8 extends Step {
    public Step8() {
      super(8);
    }
  }

  public static final class Step9 extends Step {
    public Step9() {
      super(9);
    }
  }

  public static final class Step10 extends Step {
    public Step10() {
      super(10);
    }
  }
}

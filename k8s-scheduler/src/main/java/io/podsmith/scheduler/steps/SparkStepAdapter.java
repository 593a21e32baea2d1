// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.plugin.StepClassAdapter;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.features.KubernetesDriverCustomFeatureConfigStep;
import org.apache.spark.deploy.k8s.features.KubernetesExecutorCustomFeatureConfigStep;
import org.apache.spark.deploy.k8s.features.KubernetesFeatureConfigStep;

/** Makes steps of classes that implement the contract of Spark's own Kubernetes jar. */
public final class SparkStepAdapter implements StepClassAdapter {
  private static final String SEQ_OF_SCALA_2_12 = "scala.collection.Seq";
  private static final String RESOURCES = "KubernetesResources";

  @Override
  public boolean accepts(Class<?> type) {
    return KubernetesFeatureConfigStep.class.isAssignableFrom(type);
  }

  @Override
  public Optional<String> problem(Class<?> type, PodRole role) {
    if (isForScala212(type)) {
      return Optional.of(
          """
          is compiled for Scala 2.12, but this Spark runs on Scala 2.13; compile it with Scala 2.13 \
          against spark-kubernetes_2.13 3.3 or later\
          """);
    }
    Class<?> own = role == PodRole.DRIVER ? DRIVER_STEP : EXECUTOR_STEP;
    Class<?> other = role == PodRole.DRIVER ? EXECUTOR_STEP : DRIVER_STEP;
    if (other.isAssignableFrom(type) && !own.isAssignableFrom(type)) {
      return Optional.of(
          """
          implements %s and cannot run in %s pods; remove it from the list, or implement %s or %s\
          """
              .formatted(
                  other.getName(),
                  role.label(),
                  own.getName(),
                  KubernetesFeatureConfigStep.class.getName()));
    }
    return Optional.empty();
  }

  private static final Class<?> DRIVER_STEP = KubernetesDriverCustomFeatureConfigStep.class;
  private static final Class<?> EXECUTOR_STEP = KubernetesExecutorCustomFeatureConfigStep.class;

  /** In Scala 2.12, a Seq is another type: such methods would override nothing. */
  private static boolean isForScala212(Class<?> type) {
    for (Method method : type.getMethods()) {
      if (method.getName().endsWith(RESOURCES)
          && method.getParameterCount() == 0
          && method.getReturnType().getName().equals(SEQ_OF_SCALA_2_12)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Set<String> settings(Class<?> type) {
    return MentionedSettings.of(type);
  }

  @Override
  public io.podsmith.api.KubernetesFeatureConfigStep create(Class<?> type, KubernetesConf conf)
      throws ReflectiveOperationException {
    KubernetesFeatureConfigStep step =
        (KubernetesFeatureConfigStep) type.getConstructor().newInstance();
    ReadRecordingConf sparkConf = ReadRecordingConf.of(conf);
    if (conf instanceof io.podsmith.api.conf.KubernetesDriverConf driver) {
      if (step instanceof KubernetesDriverCustomFeatureConfigStep custom) {
        custom.init(new KubernetesDriverConf(driver, sparkConf));
      }
    } else if (conf instanceof io.podsmith.api.conf.KubernetesExecutorConf executor
        && step instanceof KubernetesExecutorCustomFeatureConfigStep custom) {
      custom.init(new KubernetesExecutorConf(executor, sparkConf));
    }
    return new AdaptedStep(step, conf.role(), sparkConf.changes());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;

/** The companion of {@link SparkPod}, as Scala's compiler names it. */
public final class SparkPod$ implements Serializable {
  public static final SparkPod$ MODULE$ = new SparkPod$();

  private static final long serialVersionUID = 1L;

  private SparkPod$() {}

  public SparkPod initialPod() {
    Pod pod = new Pod();
    pod.setMetadata(new ObjectMeta());
    pod.setSpec(new PodSpec());
    return new SparkPod(pod, new Container());
  }

  public SparkPod apply(Pod pod, Container container) {
    return new SparkPod(pod, container);
  }

  public Option<Tuple2<Pod, Container>> unapply(@Nullable SparkPod pod) {
    return pod == null ? Option.empty() : Option.apply(new Tuple2<>(pod.pod(), pod.container()));
  }

  private Object readResolve() {
    return MODULE$;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.PartialFunction;
import scala.Product;
import scala.Tuple2;
import scala.runtime.ScalaRunTime$;

/** Spark's pod under construction, with the methods that Scala gives a case class. */
public class SparkPod implements Product, Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // both are serializable, which their types do not say
  private final Pod pod;

  @SuppressWarnings("serial")
  private final Container container;

  public SparkPod(Pod pod, Container container) {
    this.pod = pod;
    this.container = container;
  }

  public static SparkPod apply(Pod pod, Container container) {
    return new SparkPod(pod, container);
  }

  public static Option<Tuple2<Pod, Container>> unapply(@Nullable SparkPod pod) {
    return SparkPod$.MODULE$.unapply(pod);
  }

  public static SparkPod initialPod() {
    return SparkPod$.MODULE$.initialPod();
  }

  public Pod pod() {
    return pod;
  }

  public Container container() {
    return container;
  }

  public SparkPod transform(PartialFunction<SparkPod, SparkPod> change) {
    return change.isDefinedAt(this) ? change.apply(this) : this;
  }

  public SparkPod copy(Pod otherPod, Container otherContainer) {
    return new SparkPod(otherPod, otherContainer);
  }

  public Pod copy$default$1() {
    return pod;
  }

  public Container copy$default$2() {
    return container;
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> pod;
      case 1 -> container;
      default -> throw new IndexOutOfBoundsException(String.valueOf(index));
    };
  }

  @Override
  public String productElementName(int index) {
    return switch (index) {
      case 0 -> "pod";
      case 1 -> "container";
      default -> throw new IndexOutOfBoundsException(String.valueOf(index));
    };
  }

  @Override
  public String productPrefix() {
    return "SparkPod";
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof SparkPod;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SparkPod that
        && that.canEqual(this)
        && Objects.equals(pod, that.pod)
        && Objects.equals(container, that.container);
  }

  @Override
  public int hashCode() {
    return ScalaRunTime$.MODULE$._hashCode(this);
  }

  @Override
  public String toString() {
    return ScalaRunTime$.MODULE$._toString(this);
  }
}

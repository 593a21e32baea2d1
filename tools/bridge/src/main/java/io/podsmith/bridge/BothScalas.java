// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import scala.collection.Seq;

/**
 * The methods of Spark's step interface as Scala 2.12 compiles them, where {@code Seq} is {@code
 * scala.collection.Seq}. In Scala 2.13 it is the immutable one, which is a subtype: a class that
 * implements both interfaces gets both methods, since the Java compiler adds the one with the
 * general type.
 */
interface BothScalas {
  /** Returns the objects to create before the pod. */
  Seq<HasMetadata> getAdditionalPreKubernetesResources();

  /** Returns the objects to create after the pod. */
  Seq<HasMetadata> getAdditionalKubernetesResources();
}

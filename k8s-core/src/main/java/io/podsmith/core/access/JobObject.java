// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.client.ObjectScope;
import io.podsmith.core.plan.Writer;
import java.util.Objects;
import java.util.Optional;

/**
 * An object that is created beside a pod.
 *
 * @param isBeforePod whether it is created before the pod
 * @param isNew whether it is created and never applied to an object that exists
 * @param name its name, if each submission uses the same; else empty
 * @param author who returned it, for example {@code step spark.driver-service}; empty for the
 *     engine
 */
record JobObject(
    HasMetadata object, boolean isBeforePod, boolean isNew, Optional<String> name, String author) {

  static JobObject of(
      HasMetadata object,
      boolean isBeforePod,
      Writer writer,
      SpecOrigins origins,
      String namespace) {
    return new JobObject(
        object,
        isBeforePod,
        origins.mustBeNew(object, namespace),
        Optional.ofNullable(object.getMetadata().getName())
            .filter(name -> !origins.hasUniqueName(object)),
        writer.kind() == Writer.Kind.STEP ? "step %s".formatted(writer.name()) : "");
  }

  ApiResource resource() {
    return ApiResource.of(object);
  }

  /**
   * Returns where it is created; empty if it belongs to no namespace.
   *
   * @param namespace that of the driver
   */
  Optional<String> namespace(String namespace) {
    return ObjectScope.isNamespaced(object)
        ? Optional.of(Objects.requireNonNullElse(object.getMetadata().getNamespace(), namespace))
        : Optional.empty();
  }

  /** Returns for example {@code the Service of step spark.driver-service}. */
  String words() {
    return author.isEmpty()
        ? "Podsmith's %s".formatted(object.getKind())
        : "the %s of %s".formatted(object.getKind(), author);
  }
}

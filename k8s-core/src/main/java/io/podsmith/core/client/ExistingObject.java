// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.podsmith.core.conf.keys.Constants;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An object of the cluster whose name is also that of an object to be created: decides whose it is.
 * Objects of others must neither be used nor get an owner of this application, with which they
 * would be deleted.
 */
public final class ExistingObject {
  /**
   * A request whose answer was lost is repeated and then meets what it has created. That long after
   * its creation, as the clocks of this machine and the API server may differ.
   */
  private static final Duration ANSWER_LOST = Duration.ofMinutes(2);

  private final HasMetadata object;

  /** Looks at an object as the API server returned it. */
  public ExistingObject(HasMetadata object) {
    this.object = object;
  }

  /** Returns the application that the object names in its label {@code spark-app-selector}. */
  public Optional<String> application() {
    return applicationOf(object);
  }

  /** Returns the same for any object. */
  public static Optional<String> applicationOf(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return Optional.ofNullable(labels == null ? null : labels.get(Constants.SPARK_APP_ID_LABEL));
  }

  /** Returns the owners of the object. */
  public List<OwnerReference> owners() {
    return ownersOf(object);
  }

  /** Returns the owners of any object. */
  public static List<OwnerReference> ownersOf(HasMetadata object) {
    List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
    return owners == null ? List.of() : owners;
  }

  /**
   * Returns whether the object belongs to an application: by its label; without one, by its owners;
   * without any, because it is so new that it may be what a request created whose answer was lost.
   *
   * @param isOurs whether an owner is a pod of the application
   */
  public boolean belongsTo(String appId, Predicate<OwnerReference> isOurs) {
    Optional<String> named = application();
    if (named.isPresent()) {
      return named.get().equals(appId);
    }
    return owners().isEmpty() ? isNew() : owners().stream().anyMatch(isOurs);
  }

  private boolean isNew() {
    String created = object.getMetadata().getCreationTimestamp();
    try {
      return created == null || Instant.parse(created).plus(ANSWER_LOST).isAfter(Instant.now());
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** Describes whose the object is, for an error, for example {@code belongs to Pod other}. */
  public String whose() {
    return application()
        .map("belongs to application %s"::formatted)
        .or(
            () ->
                owners().stream()
                    .findFirst()
                    .map(o -> "belongs to %s %s".formatted(o.getKind(), o.getName())))
        .orElse("was not created by this application");
  }
}

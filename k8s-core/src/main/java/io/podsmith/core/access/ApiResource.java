// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Locale;

/**
 * A resource as rules name it.
 *
 * @param group the API group; empty for the core group
 * @param name the plural, with a subresource after a slash, for example {@code pods/log}
 */
public record ApiResource(String group, String name) implements Comparable<ApiResource> {
  private static final Comparator<ApiResource> ORDER =
      Comparator.comparing(ApiResource::group).thenComparing(ApiResource::name);

  /** Returns a resource of the core group. */
  public static ApiResource core(String name) {
    return new ApiResource("", name);
  }

  /** Returns the resource of an object; of an unknown kind, the plural that is usual. */
  public static ApiResource of(HasMetadata object) {
    String version = object.getApiVersion() == null ? "" : object.getApiVersion();
    int slash = version.indexOf('/');
    String plural =
        object instanceof GenericKubernetesResource
            ? Pluralize.toPlural(object.getKind().toLowerCase(Locale.ROOT))
            : object.getPlural();
    return new ApiResource(slash < 0 ? "" : version.substring(0, slash), plural);
  }

  /** Returns the plural without the subresource. */
  public String plural() {
    return name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
  }

  /** Returns the subresource; empty if there is none. */
  public String subresource() {
    return name.contains("/") ? name.substring(name.indexOf('/') + 1) : "";
  }

  @Override
  public int compareTo(ApiResource other) {
    return ORDER.compare(this, other);
  }

  /** Returns the resource as {@code kubectl} takes it, for example {@code statefulsets.apps}. */
  @Override
  public String toString() {
    return group.isEmpty()
        ? name
        : subresource().isEmpty()
            ? "%s.%s".formatted(name, group)
            : "%s.%s/%s".formatted(plural(), group, subresource());
  }
}

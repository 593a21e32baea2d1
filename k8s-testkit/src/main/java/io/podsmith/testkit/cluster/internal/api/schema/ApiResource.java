// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kind of object the server knows.
 *
 * @param group the API group, empty for the core group
 * @param version the version
 * @param plural the name in paths
 * @param singular the name for people
 * @param kind the kind
 * @param namespaced whether its objects live in namespaces
 * @param type the schema of its objects
 * @param verbs what may be done with it
 * @param shortNames other names for people
 * @param categories groups of resources it belongs to
 * @param subresources its subresources by name
 */
public record ApiResource(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    boolean namespaced,
    Schema.ObjectType type,
    Set<String> verbs,
    List<String> shortNames,
    List<String> categories,
    Map<String, Subresource> subresources) {
  /**
   * A path below an object.
   *
   * @param name its name
   * @param group the API group of what is sent there
   * @param version the version of what is sent there
   * @param kind the kind of what is sent there
   * @param type the schema of what is sent there
   * @param verbs what may be done with it
   */
  public record Subresource(
      String name,
      String group,
      String version,
      String kind,
      Schema.ObjectType type,
      Set<String> verbs) {}

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The name that messages use: with the group, if there is one. */
  public String qualifiedName() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public boolean is(String wantedGroup, String wantedPlural) {
    return group.equals(wantedGroup) && plural.equals(wantedPlural);
  }

  public boolean isPod() {
    return is("", "pods");
  }

  public boolean isNamespace() {
    return is("", "namespaces");
  }

  // One instance a resource: comparing the whole schema would be slow.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return plural.hashCode();
  }

  @Override
  public String toString() {
    return plural + "." + version + "." + group;
  }
}

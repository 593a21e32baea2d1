// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.SparkPod;
import io.podsmith.core.plan.PodFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares two objects field by field; elements of lists are compared by their merge keys. */
final class FieldDifferences {
  /** A field in which two objects differ. */
  record Difference(String path, @Nullable Object expected, @Nullable Object actual) {
    @Override
    public String toString() {
      if (actual == null) {
        return "%s: expected %s, but it is missing".formatted(path, shown(expected));
      }
      return expected == null
          ? "%s: not expected, but it is %s".formatted(path, shown(actual))
          : "%s: expected %s, but it is %s".formatted(path, shown(expected), shown(actual));
    }

    private static String shown(@Nullable Object value) {
      return Serialization.asJson(value);
    }
  }

  private FieldDifferences() {}

  /** Returns the fields in which two pods differ; Spark's container is below {@code container}. */
  static List<Difference> between(SparkPod expected, SparkPod actual) {
    return between(tree(expected), tree(actual));
  }

  /** Returns the fields in which two objects differ, sorted by path. */
  static List<Difference> between(Map<String, Object> expected, Map<String, Object> actual) {
    Map<String, Object> wanted = PodFields.leaves(expected);
    Map<String, Object> found = PodFields.leaves(actual);
    Set<String> paths = new LinkedHashSet<>(new TreeMap<>(wanted).keySet());
    paths.addAll(new TreeMap<>(found).keySet());
    List<Difference> differences = new ArrayList<>();
    for (String path : paths) {
      if (!Objects.equals(wanted.get(path), found.get(path))) {
        differences.add(new Difference(path, wanted.get(path), found.get(path)));
      }
    }
    return differences;
  }

  private static Map<String, Object> tree(SparkPod pod) {
    Map<String, Object> tree = new LinkedHashMap<>(PodFields.tree(pod.pod()));
    tree.put("container", PodFields.tree(pod.container()));
    return tree;
  }
}

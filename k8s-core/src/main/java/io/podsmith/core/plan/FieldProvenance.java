// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import java.util.List;

/**
 * One leaf of a pod, and all who wrote it.
 *
 * <p>Elements of lists go by their merge key, as in {@code
 * spec.containers[name=spark-kubernetes-driver].env[name=SPARK_USER].value}; keys of maps with dots
 * or slashes are in brackets, as in {@code metadata.labels[spark-app-name]}. Lists that Kubernetes
 * replaces as a whole, such as {@code args} and {@code tolerations}, are one leaf.
 *
 * @param path where it is
 * @param writes each change of the value, the first one first
 */
public record FieldProvenance(String path, List<Write> writes) {
  /**
   * One change of a field.
   *
   * @param writer who made it
   * @param value the value after it, a scalar, list or map of the JSON form; {@link #REMOVED} where
   *     the field has gone by it
   * @param settings the settings of the writer that decide this value, as far as known
   */
  public record Write(Writer writer, Object value, List<String> settings) {
    public Write {
      settings = List.copyOf(settings);
    }

    /** Returns whether the field has gone by this change. */
    public boolean isRemoval() {
      return value == REMOVED;
    }
  }

  /** Stands for the value of a field that was removed. */
  public static final Object REMOVED =
      new Object() {
        @Override
        public String toString() {
          return "(removed)";
        }
      };

  public FieldProvenance {
    writes = List.copyOf(writes);
  }

  /** Returns the last change, which decides. */
  public Write winner() {
    return writes.get(writes.size() - 1);
  }
}

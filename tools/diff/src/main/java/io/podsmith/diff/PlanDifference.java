// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import java.util.List;
import java.util.Optional;

/**
 * A field that differs between two plans. What is drawn for each submission is replaced by a
 * placeholder in the path and in the values.
 *
 * @param part the pod, object or list of properties that holds the field
 * @param path the path of the field, or the key of the property
 * @param first the first plan's value; empty where it has none
 * @param second the second plan's value; empty where it has none
 */
public record PlanDifference(Part part, String path, Optional<Side> first, Optional<Side> second) {
  /**
   * A part of a plan.
   *
   * @param kind what it is
   * @param name kind and name of an object, for example {@code ConfigMap pi-conf}; else empty
   */
  public record Part(Kind kind, String name) {
    /** The kinds of parts. */
    public enum Kind {
      /** The driver pod. */
      DRIVER_POD("driver pod"),
      /** An object beside the driver pod. */
      DRIVER_OBJECT("objects of the driver"),
      /** The example of an executor pod. */
      EXECUTOR_POD("executor pod"),
      /** An object beside the executor pod. */
      EXECUTOR_OBJECT("objects of the executor"),
      /** The properties that the driver starts with. */
      PROPERTIES("properties");

      private final String label;

      Kind(String label) {
        this.label = label;
      }

      /** Returns how output calls it. */
      public String label() {
        return label;
      }
    }

    static Part of(Kind kind) {
      return new Part(kind, "");
    }

    /** Returns it in few words, for example {@code ConfigMap pi-conf of the driver}. */
    public String label() {
      return switch (kind) {
        case DRIVER_OBJECT -> "%s of the driver".formatted(name);
        case EXECUTOR_OBJECT -> "%s of the executor".formatted(name);
        case DRIVER_POD, EXECUTOR_POD, PROPERTIES -> kind.label();
      };
    }
  }

  /**
   * The value of one plan.
   *
   * @param value a scalar, list or map
   * @param writer who wrote it; empty where the plan does not say
   * @param settings the settings that decide it, as far as known
   */
  public record Side(Object value, Optional<Writer> writer, List<SettingRead> settings) {
    public Side {
      settings = List.copyOf(settings);
    }
  }
}

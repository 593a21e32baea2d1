// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import org.jspecify.annotations.Nullable;

/** A submission that is built and not yet created. Safe for use by several threads. */
public final class PreparedSubmission {
  private final DriverSpec spec;
  private final SparkSettings settings;
  private final PlanBuilder builder;
  private @Nullable Plan plan;

  PreparedSubmission(DriverSpec spec, SparkSettings settings, PlanBuilder builder) {
    this.spec = spec;
    this.settings = settings;
    this.builder = builder;
  }

  /** Returns what is to be created; may hold secrets. */
  public DriverSpec spec() {
    return spec;
  }

  /** Returns the settings that it was built from. */
  public SparkSettings settings() {
    return settings;
  }

  /** Describes the submission without secrets. Computed by the first call. */
  public synchronized Plan plan() {
    Plan known = plan;
    if (known == null) {
      known = builder.build();
      plan = known;
    }
    return known;
  }

  /** Leaves values out, which may be secrets. */
  @Override
  public String toString() {
    return "PreparedSubmission{%s}".formatted(spec);
  }
}

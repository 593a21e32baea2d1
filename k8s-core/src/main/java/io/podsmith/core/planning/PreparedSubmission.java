// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plugin.StepRegistry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A submission that is built and not yet created. Safe for use by several threads.
 *
 * <p>Close it after the creation of its objects, which may be of classes of plugins: their class
 * loaders stay open until then.
 */
public final class PreparedSubmission implements AutoCloseable {
  private final DriverSpec spec;
  private final SparkSettings settings;
  private final StepRegistry registry;
  private final PlanBuilder builder;
  private @Nullable Plan plan;

  PreparedSubmission(
      DriverSpec spec, SparkSettings settings, StepRegistry registry, PlanBuilder builder) {
    this.spec = spec;
    this.settings = settings;
    this.registry = registry;
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

  /** Returns the keys that steps declare as secrets. */
  public Set<String> secretKeys() {
    return registry.secretKeys();
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

  /** Closes the class loaders of plugins. */
  @Override
  public void close() {
    registry.close();
  }

  /** Leaves values out, which may be secrets. */
  @Override
  public String toString() {
    return "PreparedSubmission{%s}".formatted(spec);
  }
}

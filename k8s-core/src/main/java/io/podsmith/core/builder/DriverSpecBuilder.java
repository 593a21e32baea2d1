package io.podsmith.core.builder;

import io.podsmith.core.conf.DriverConf;
import io.podsmith.core.plugin.StepRegistry;

/** TODO. */
public final class DriverSpecBuilder {
  /** TODO. */
  public DriverSpecBuilder(StepRegistry registry) {}

  /** TODO. */
  public DriverSpec build(DriverConf conf) {
    throw new UnsupportedOperationException();
  }
}

package io.podsmith.core.builder;

import io.podsmith.core.conf.ExecutorConf;
import io.podsmith.core.plugin.StepRegistry;

/** TODO. */
public final class ExecutorSpecBuilder {
  /** TODO. */
  public ExecutorSpecBuilder(StepRegistry registry) {}

  /** TODO. */
  public ExecutorSpec build(ExecutorConf conf) {
    throw new UnsupportedOperationException();
  }
}

package io.podsmith.core.plugin;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.SparkFiles;
import io.podsmith.core.conf.SparkSettings;
import java.util.List;

/** TODO. */
public final class StepRegistry implements AutoCloseable {
  /** TODO. */
  public static StepRegistry load(SparkSettings settings, SparkFiles files) {
    throw new UnsupportedOperationException();
  }

  /** The enabled steps of a role in the order in which they run. */
  public List<StepInfo> steps(PodRole role) {
    throw new UnsupportedOperationException();
  }

  /** Makes the steps that the configuration asks for, in order. */
  public List<ResolvedStep> resolve(KubernetesConf conf) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}

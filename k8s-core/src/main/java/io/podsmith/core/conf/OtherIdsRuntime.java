// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.core.conf.names.UniqueIds;
import java.util.Optional;

/**
 * A runtime with other ids in names of objects.
 *
 * @param runtime answers everything else
 */
record OtherIdsRuntime(SparkRuntime runtime, UniqueIds ids) implements SparkRuntime {
  @Override
  public String sparkVersion() {
    return runtime.sparkVersion();
  }

  @Override
  public String currentUser() {
    return runtime.currentUser();
  }

  @Override
  public FileStaging files(SparkSettings settings) {
    return runtime.files(settings);
  }

  @Override
  public Optional<byte[]> delegationTokens(SparkSettings settings) {
    return runtime.delegationTokens(settings);
  }

  @Override
  public boolean mayHaveDelegationTokens(SparkSettings settings) {
    return runtime.mayHaveDelegationTokens(settings);
  }
}

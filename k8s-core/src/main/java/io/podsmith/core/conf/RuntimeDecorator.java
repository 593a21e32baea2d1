// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.core.conf.names.UniqueIds;
import java.util.Optional;

/** A runtime that answers as another one does, except for what its class overrides. */
public interface RuntimeDecorator extends SparkRuntime {
  /** Returns the runtime that answers everything else. */
  SparkRuntime runtime();

  @Override
  default String sparkVersion() {
    return runtime().sparkVersion();
  }

  @Override
  default String currentUser() {
    return runtime().currentUser();
  }

  @Override
  default FileStaging files(SparkSettings settings) {
    return runtime().files(settings);
  }

  @Override
  default UniqueIds ids() {
    return runtime().ids();
  }

  @Override
  default Optional<byte[]> delegationTokens(SparkSettings settings) {
    return runtime().delegationTokens(settings);
  }

  @Override
  default boolean mayHaveDelegationTokens(SparkSettings settings) {
    return runtime().mayHaveDelegationTokens(settings);
  }
}

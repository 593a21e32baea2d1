// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.core.conf.names.UniqueIds;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A runtime with other means to read and upload files.
 *
 * @param runtime answers everything else
 * @param change is given the files of {@code runtime} and the settings
 */
record OtherFilesRuntime(
    SparkRuntime runtime, BiFunction<FileStaging, SparkSettings, FileStaging> change)
    implements SparkRuntime {
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
    return change.apply(runtime.files(settings), settings);
  }

  @Override
  public UniqueIds ids() {
    return runtime.ids();
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

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import java.util.Optional;

/**
 * A runtime whose files are read once, whoever asks for them: settings, steps or the client.
 *
 * @param runtime answers everything else
 * @param contents what has been read; given to the client as well
 */
public record ReadOnceRuntime(SparkRuntime runtime, FileContents contents) implements SparkRuntime {
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
    return new ReadOnce(runtime.files(settings), contents);
  }

  @Override
  public Optional<byte[]> delegationTokens(SparkSettings settings) {
    return runtime.delegationTokens(settings);
  }
}

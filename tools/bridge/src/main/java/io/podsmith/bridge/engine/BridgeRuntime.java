// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.engine;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.bridge.border.RemoteFiles;
import io.podsmith.bridge.border.SparkInput;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import java.util.Optional;

/**
 * What Spark told at the border. Delegation tokens are not passed on: Spark's built-in steps have
 * obtained them already.
 *
 * @param sparkVersion the version of Spark
 * @param currentUser the user in whose name Spark runs
 * @param remote reads and uploads files through Spark's side
 */
record BridgeRuntime(String sparkVersion, String currentUser, RemoteFiles remote)
    implements SparkRuntime {
  static BridgeRuntime of(SparkInput input) {
    return new BridgeRuntime(input.sparkVersion(), input.user(), input.files());
  }

  @Override
  public FileStaging files(SparkSettings settings) {
    return new BridgeFiles(settings, remote);
  }

  @Override
  public Optional<byte[]> delegationTokens(SparkSettings settings) {
    return Optional.empty();
  }
}

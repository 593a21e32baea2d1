// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import java.util.Optional;

/**
 * What the engine has to ask Spark for, so that it can work with Spark and without it.
 *
 * <p>{@code k8s-scheduler} answers with Spark and Hadoop; {@link #standalone} answers without.
 */
public interface SparkRuntime {
  /** Returns the version of Spark that will run in the pods. */
  String sparkVersion();

  /** Returns the user in whose name Spark runs. */
  String currentUser();

  /** Returns the means to read and upload files, as the settings say. */
  FileStaging files(SparkSettings settings);

  /** Fetches delegation tokens; empty where Hadoop security is off or there is no Hadoop. */
  Optional<byte[]> delegationTokens(SparkSettings settings);

  /**
   * Returns a runtime that knows files of this machine only and has no tokens.
   *
   * @param sparkVersion the version of Spark in the image
   */
  static SparkRuntime standalone(String sparkVersion) {
    return new StandaloneRuntime(sparkVersion);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.core.conf.names.UniqueIds;
import java.util.Optional;
import java.util.function.BiFunction;

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
   * Returns whether {@link #delegationTokens} may find or fetch tokens. Fetches none.
   *
   * @param settings those of the application
   */
  default boolean mayHaveDelegationTokens(SparkSettings settings) {
    return false;
  }

  /**
   * Returns what draws the ids in names of objects. The directories of uploaded files are not drawn
   * from it: an upload must not overwrite another.
   */
  default UniqueIds ids() {
    return UniqueIds.random();
  }

  /**
   * Returns this runtime with other ids in names of objects.
   *
   * @param ids for one submission, if they are drawn from a seed
   */
  default SparkRuntime withIds(UniqueIds ids) {
    return new OtherIdsRuntime(this, ids);
  }

  /** Returns this runtime with files that are read once, whoever asks for them. */
  default SparkRuntime readingOnce(FileContents contents) {
    return withFiles((files, settings) -> new ReadOnce(files, contents));
  }

  /**
   * Returns this runtime with other means to read and upload files.
   *
   * @param change is given those of this runtime and the settings
   */
  default SparkRuntime withFiles(BiFunction<FileStaging, SparkSettings, FileStaging> change) {
    return new OtherFilesRuntime(this, change);
  }

  /**
   * Returns a runtime that knows files of this machine only and has no tokens.
   *
   * @param sparkVersion the version of Spark in the image
   */
  static SparkRuntime standalone(String sparkVersion) {
    return new StandaloneRuntime(sparkVersion);
  }
}

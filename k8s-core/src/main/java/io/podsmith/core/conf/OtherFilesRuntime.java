// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import java.util.function.BiFunction;

/**
 * A runtime with other means to read and upload files.
 *
 * @param change is given the files of {@code runtime} and the settings
 */
record OtherFilesRuntime(
    SparkRuntime runtime, BiFunction<FileStaging, SparkSettings, FileStaging> change)
    implements RuntimeDecorator {
  @Override
  public FileStaging files(SparkSettings settings) {
    return change.apply(runtime.files(settings), settings);
  }
}

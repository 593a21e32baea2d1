// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.core.conf.RuntimeDecorator;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A runtime that leaves no trace outside this process: nothing is uploaded, and no delegation token
 * is fetched. Objects that hold tokens are built with {@link Plan#WITHHELD} in their place.
 *
 * @param runtime answers everything else
 */
public record PreviewRuntime(SparkRuntime runtime) implements RuntimeDecorator {
  @Override
  public FileStaging files(SparkSettings settings) {
    return new NotUploaded(runtime.files(settings), settings);
  }

  @Override
  public Optional<byte[]> delegationTokens(SparkSettings settings) {
    return mayHaveDelegationTokens(settings)
        ? Optional.of(Plan.WITHHELD.getBytes(StandardCharsets.UTF_8))
        : Optional.empty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import java.util.Optional;

/** Works where there is no Spark on the classpath. */
record StandaloneRuntime(String sparkVersion) implements SparkRuntime {
  @Override
  public String currentUser() {
    return Optional.ofNullable(System.getenv("SPARK_USER"))
        .orElseGet(() -> System.getProperty("user.name"));
  }

  @Override
  public FileStaging files(SparkSettings settings) {
    return new LocalFiles();
  }

  @Override
  public Optional<byte[]> delegationTokens(SparkSettings settings) {
    return Optional.empty();
  }
}

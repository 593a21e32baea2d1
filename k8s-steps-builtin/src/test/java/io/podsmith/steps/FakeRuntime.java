// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Uploads to nowhere, counting, and hands out the tokens that it was given. */
record FakeRuntime(Optional<String> tokens) implements SparkRuntime {
  @Override
  public String sparkVersion() {
    return "4.1.1";
  }

  @Override
  public String currentUser() {
    return "alice";
  }

  @Override
  public FileStaging files(SparkSettings settings) {
    String target = settings.get(ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH).orElse("nowhere");
    AtomicInteger uploads = new AtomicInteger();
    return new LocalFiles() {
      @Override
      public String upload(String uri) {
        String path = pathOf(uri).getFileName().toString();
        return target + "/upload-" + uploads.incrementAndGet() + "/" + path;
      }
    };
  }

  @Override
  public Optional<byte[]> delegationTokens(SparkSettings settings) {
    return tokens.map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}

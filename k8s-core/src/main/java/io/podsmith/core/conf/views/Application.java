// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.MainAppResource;
import java.util.List;
import java.util.Optional;

/** What is to run: the part of a submission that is not a setting. */
public record Application(
    String appId,
    MainAppResource mainAppResource,
    String mainClass,
    List<String> args,
    Optional<String> proxyUser) {
  /** Copies the arguments. */
  public Application {
    args = List.copyOf(args);
  }
}

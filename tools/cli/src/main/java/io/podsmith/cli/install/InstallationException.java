// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A distribution in which nothing can be installed, or from which nothing can be removed. */
final class InstallationException extends PodsmithException {
  private static final long serialVersionUID = 1L;

  InstallationException(String message) {
    this(message, null);
  }

  private InstallationException(String message, @Nullable Throwable cause) {
    super(PodsmithError.CONF_FILE, message, cause);
  }

  /** Describes a change of files that failed, possibly half-way. */
  static InstallationException failed(Path home, IOException cause) {
    return new InstallationException(
        """
        cannot change the jars in '%s' (%s); fix the cause, then repeat the command, or go back \
        with podsmith uninstall\
        """
            .formatted(home, cause),
        cause);
  }
}

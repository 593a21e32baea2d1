// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;

/** A distribution in which nothing can be installed, or from which nothing can be removed. */
final class InstallationException extends PodsmithException {
  private static final long serialVersionUID = 1L;

  InstallationException(String message) {
    super(PodsmithError.CONF_FILE, message);
  }
}

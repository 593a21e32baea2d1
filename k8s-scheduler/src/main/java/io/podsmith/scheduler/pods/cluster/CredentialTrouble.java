// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.client.Config;
import io.podsmith.core.client.Credentials;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports once that the API server does not accept the driver's credentials any more, and where
 * they come from, however many requests that affects. For use by several threads.
 */
public final class CredentialTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialTrouble.class);

  private final Credentials credentials;
  private final AtomicBoolean isRejected = new AtomicBoolean();

  private CredentialTrouble(Credentials credentials) {
    this.credentials = credentials;
  }

  public static CredentialTrouble of(Config config) {
    return new CredentialTrouble(Credentials.of(config));
  }

  /** Sends a request, and finds out from its answer whether the credentials are accepted. */
  <T> T check(Supplier<T> request) {
    try {
      T answer = request.get();
      accepted();
      return answer;
    } catch (ApiFailure e) {
      if (e.isUnauthenticated()) {
        rejected(e);
      }
      throw e;
    }
  }

  /** Records that a request was answered with 401. */
  void rejected(ApiFailure failure) {
    if (!isRejected.getAndSet(true)) {
      LOG.warn(
          "Executors can no longer be created, watched or deleted: the API server {}",
          credentials.rejected(failure.said()));
    }
  }

  /** Records that a request was accepted. */
  void accepted() {
    if (isRejected.get() && isRejected.getAndSet(false)) {
      LOG.info("The API server accepts the driver's credentials again");
    }
  }
}

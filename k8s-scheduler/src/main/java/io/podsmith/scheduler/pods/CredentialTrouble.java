package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.client.Config;
import io.podsmith.core.client.Credentials;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports once that the API server does not accept the driver's credentials any more, and where
 * they come from, however many requests that affects. For use by several threads.
 */
final class CredentialTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialTrouble.class);

  private final Credentials credentials;
  private final AtomicBoolean isRejected = new AtomicBoolean();

  private CredentialTrouble(Credentials credentials) {
    this.credentials = credentials;
  }

  static CredentialTrouble of(Config config) {
    return new CredentialTrouble(Credentials.of(config));
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

package io.podsmith.api.error;

import org.apiguardian.api.API;

/**
 * Identifies one kind of failure.
 *
 * <p>An interface, so that plugins can bring an enum of their own; Podsmith's is {@link
 * PodsmithError}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ErrorCode {
  /**
   * Returns the identifier as it stands in messages and in the documentation.
   *
   * @return for example {@code PODSMITH-CONF-003}; never reused for another meaning
   */
  String id();
}

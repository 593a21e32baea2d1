// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.junit;

import org.apiguardian.api.API;

/**
 * How long the cluster of a {@link PodsmithTest} exists.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ClusterLifetime {
  /** From the first test that uses the cluster to the end of the test run. */
  RUN,
  /** From the first to the last test of a class. */
  CLASS
}

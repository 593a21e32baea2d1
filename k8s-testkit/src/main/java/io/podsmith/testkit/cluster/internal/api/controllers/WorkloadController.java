// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;

/** Brings what there is closer to what a workload says. Called with the store locked. */
@FunctionalInterface
interface WorkloadController {
  /**
   * Does what can be done now; what happens then is another reason to be called.
   *
   * @throws ApiException where something may not be created; it is called again later
   */
  void sync(StoredObject workload);
}

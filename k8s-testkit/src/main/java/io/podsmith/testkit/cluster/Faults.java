// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.podsmith.testkit.cluster.internal.api.http.FaultEffect;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apiguardian.api.API;

/**
 * The faults that the server currently injects; initially none.
 *
 * <p>Safe for use by several threads. A change applies to later requests.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Faults {
  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  Faults() {}

  /**
   * Adds a fault.
   *
   * @param fault the fault; several faults may affect one request
   */
  public void add(Fault fault) {
    faults.add(Objects.requireNonNull(fault, "fault"));
  }

  /** Removes all faults. Watches that a fault already affects are still closed. */
  public void clear() {
    faults.clear();
  }

  /** Returns the effects on a request, and counts the request. */
  List<FaultEffect> strike(RecordedRequest request) {
    return faults.stream().filter(fault -> fault.strikes(request)).map(Fault::effect).toList();
  }
}

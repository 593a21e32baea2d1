package io.podsmith.testkit.cluster;

import io.podsmith.testkit.cluster.internal.api.FaultEffect;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apiguardian.api.API;

/**
 * The ways in which the server misbehaves at present; none at first.
 *
 * <p>Safe for use by several threads; a change holds for requests that come after it.
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
   * @param fault what happens to which requests; several may strike one request
   */
  public void add(Fault fault) {
    faults.add(Objects.requireNonNull(fault, "fault"));
  }

  /** Takes all faults away; watches that were to be cut later are cut nevertheless. */
  public void clear() {
    faults.clear();
  }

  /** Tells what happens to a request, and counts it. */
  List<FaultEffect> strike(RecordedRequest request) {
    return faults.stream().filter(fault -> fault.strikes(request)).map(Fault::effect).toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import io.podsmith.testkit.cluster.RecordedRequest;
import java.util.ArrayList;
import java.util.List;

/** The requests that came, in order. */
public final class Requests {
  /** The place of one request, whose status is not known at first. */
  final class Slot {
    private RecordedRequest request;

    private Slot(RecordedRequest request) {
      this.request = request;
    }

    RecordedRequest request() {
      synchronized (Requests.this) {
        return request;
      }
    }

    void answered(int status) {
      synchronized (Requests.this) {
        RecordedRequest r = request;
        request =
            new RecordedRequest(
                r.time(),
                r.method(),
                r.path(),
                r.query(),
                r.verb(),
                r.resource(),
                r.namespace(),
                r.name(),
                r.contentType(),
                r.body(),
                r.userAgent(),
                r.user(),
                status);
      }
    }
  }

  private final List<Slot> slots = new ArrayList<>();

  synchronized Slot add(RecordedRequest request) {
    Slot slot = new Slot(request);
    slots.add(slot);
    return slot;
  }

  public synchronized List<RecordedRequest> all() {
    return slots.stream().map(slot -> slot.request).toList();
  }

  public synchronized void clear() {
    slots.clear();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** The beginning of an answer: enough for a status, and not more. */
final class BodyPrefix {
  private static final int LIMIT = 16 * 1024;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  synchronized void add(List<ByteBuffer> chunk) {
    for (ByteBuffer buffer : chunk) {
      int length = Math.min(buffer.remaining(), LIMIT - kept.size());
      byte[] bytes = new byte[Math.max(0, length)];
      buffer.duplicate().get(bytes);
      kept.write(bytes, 0, bytes.length);
    }
  }

  synchronized byte[] bytes() {
    return kept.toByteArray();
  }
}

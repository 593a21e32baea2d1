// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.UnaryOperator;

/** How a request is answered. */
public sealed interface Reply {
  /**
   * One JSON document.
   *
   * @param code the HTTP status
   * @param body the document
   * @param warnings what is said in {@code Warning} headers
   */
  record Document(int code, byte[] body, List<String> warnings) implements Reply {
    public static Document of(int code, JsonNode body) {
      return new Document(code, Json.bytes(body), List.of());
    }

    public static Document of(int code, StoredObject object, List<String> warnings) {
      return new Document(code, object.json(), warnings);
    }
  }

  /**
   * The events of a watch.
   *
   * @param session the watch, not started yet
   * @param timeoutSeconds how long it lasts; 0 for as long as the server likes
   * @param format converts events to the form that the client accepts; called in order
   */
  record Watch(WatchSession session, long timeoutSeconds, UnaryOperator<byte[]> format)
      implements Reply {}

  /**
   * A text that is read while it is written.
   *
   * @param source opens it
   * @param limitBytes how much of it at most
   */
  record Text(Source source, long limitBytes) implements Reply {
    /** Opens a text. */
    @FunctionalInterface
    public interface Source {
      InputStream open() throws IOException;
    }
  }
}

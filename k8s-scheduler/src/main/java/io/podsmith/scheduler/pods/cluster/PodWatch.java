// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.podsmith.core.executors.PodRules;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.cluster.ClusterApi.WatchListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One watch over plain HTTP: lines of JSON, cut and read as they arrive. */
final class PodWatch implements ClusterApi.Watch {
  private static final byte[] CHANGED =
      "{\"type\":\"MODIFIED\"".getBytes(StandardCharsets.US_ASCII);

  /** The API server accepts objects of about 3 MB, and sends each event as one line. */
  private static final int LONGEST_LINE = 32 << 20;

  private final PodRules rules;
  private final WatchListener listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicReference<@Nullable AsyncBody> body = new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableFuture<?>> request = new AtomicReference<>();
  private final BodyPrefix head = new BodyPrefix();
  private volatile boolean accepted;
  private volatile boolean isDeletionsOnly;

  private PodWatch(PodRules rules, WatchListener listener) {
    this.rules = rules;
    this.listener = listener;
  }

  static PodWatch open(HttpClient http, String url, PodRules rules, WatchListener listener) {
    PodWatch watch = new PodWatch(rules, listener);
    CompletableFuture<HttpResponse<AsyncBody>> request =
        http.consumeBytes(
            http.newHttpRequestBuilder().uri(url).forStreaming().build(), watch::onBytes);
    watch.request.set(request);
    CompletableFuture<?> unused = request.whenComplete(watch::onResponse);
    return watch;
  }

  @Override
  public void deletionsOnly() {
    isDeletionsOnly = true;
  }

  @Override
  public void close() {
    closed.set(true);
    AsyncBody open = body.getAndSet(null);
    if (open != null) {
      open.cancel();
      return;
    }
    // A server that has not even begun to answer may keep the connection for long.
    CompletableFuture<?> pending = request.get();
    if (pending != null) {
      pending.cancel(true);
    }
  }

  private void onResponse(@Nullable HttpResponse<AsyncBody> response, @Nullable Throwable failure) {
    if (response == null) {
      end(Optional.of(noAnswer(failure)));
      return;
    }
    accepted = response.isSuccessful();
    body.set(response.body());
    if (closed.get()) {
      close();
      return;
    }
    CompletableFuture<?> unused =
        response
            .body()
            .done()
            .whenComplete(
                (done, broken) -> {
                  if (!response.isSuccessful()) {
                    end(Optional.of(HttpFailures.of(response, head.bytes(), "watch executors")));
                  } else {
                    end(broken == null ? Optional.empty() : Optional.of(noAnswer(broken)));
                  }
                });
    response.body().consume();
  }

  private void onBytes(List<ByteBuffer> chunk, AsyncBody from) {
    if (accepted) {
      takeLines(chunk);
    } else {
      head.add(chunk);
    }
    if (!closed.get()) {
      from.consume();
    }
  }

  private void takeLines(List<ByteBuffer> chunk) {
    List<PodEvent> events = new ArrayList<>();
    String version = "";
    for (ByteBuffer buffer : chunk) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      int from = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] != '\n') {
          continue;
        }
        line.write(bytes, from, i - from);
        from = i + 1;
        try {
          Line read = readLine(line.toByteArray(), events);
          version = read.version().isEmpty() ? version : read.version();
          if (read.endsInitialEvents() && !closed.get()) {
            listener.onChanges(List.copyOf(events), version);
            listener.onInitialEventsComplete(version);
            events.clear();
          }
        } catch (IOException | RuntimeException e) {
          end(Optional.of(noAnswer(e)));
          close();
          return;
        } finally {
          line.reset();
        }
      }
      line.write(bytes, from, bytes.length - from);
    }
    if (line.size() > LONGEST_LINE) {
      line.reset();
      end(
          Optional.of(
              noAnswer(
                  new IOException("an event has more than %,d bytes".formatted(LONGEST_LINE)))));
      close();
      return;
    }
    if (!closed.get() && !version.isEmpty()) {
      listener.onChanges(events, version);
    }
  }

  /** What a line brings beside an event: a version, empty if none. */
  private record Line(String version, boolean endsInitialEvents) {
    static final Line NOTHING = new Line("", false);
  }

  /** Reads an event into {@code events}. */
  private Line readLine(byte[] bytes, List<PodEvent> events) throws IOException {
    if (bytes.length == 0 || (isDeletionsOnly && startsWith(bytes, CHANGED))) {
      return Line.NOTHING;
    }
    String type = "";
    Optional<PodDocument> object = Optional.empty();
    int length = UnreadFields.empty(bytes, bytes.length);
    try (JsonParser json = JsonObjects.JSON.createParser(bytes, 0, length)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("type")) {
          type = JsonObjects.scalar(json, value);
        } else if (field.equals("object") && value == JsonToken.START_OBJECT) {
          object = Optional.of(PodDocument.read(json));
        } else {
          json.skipChildren();
        }
      }
    }
    if (object.isEmpty()) {
      return Line.NOTHING;
    }
    PodDocument document = object.get();
    switch (type) {
      case "ERROR" -> {
        end(StatusDocument.ofWatchEvent(bytes, length).map(PodWatch::failure));
        close();
        return Line.NOTHING;
      }
      case "BOOKMARK" -> {
        return new Line(document.resourceVersion(), document.endsInitialEvents());
      }
      default -> {
        boolean gone = type.equals("DELETED");
        document
            .toExecutorPod(rules)
            .ifPresent(pod -> events.add(new PodEvent(gone ? pod.gone() : pod, gone)));
        return new Line(document.resourceVersion(), false);
      }
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  private void end(Optional<ApiFailure> failure) {
    if (ended.compareAndSet(false, true)) {
      listener.onClosed(failure);
    }
  }

  private static ApiFailure failure(StatusDocument status) {
    return new ApiFailure(
        status.code(), status.reason(), "watch executors: " + status.message(), null);
  }

  private static ApiFailure noAnswer(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new ApiFailure(0, "", "watch executors: " + cause, cause);
  }
}

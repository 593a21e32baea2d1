package io.podsmith.testkit.cluster.internal.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.ApiAction;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.verbs.Reply;
import io.podsmith.testkit.cluster.internal.api.verbs.WatchSession;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks HTTP: turns requests into calls, and replies into responses. */
public final class HttpFrontend {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFrontend.class);
  private static final int LARGEST_BODY = 3 * 1024 * 1024;

  private final Vertx vertx;
  private final Backend backend;
  private final Duration bookmarkInterval;

  public HttpFrontend(Vertx vertx, Backend backend, Duration bookmarkInterval) {
    this.vertx = vertx;
    this.backend = backend;
    this.bookmarkInterval = bookmarkInterval;
  }

  public void accept(HttpServerRequest request) {
    if (isWebSocket(request)) {
      // A request that has been read can become no web socket any more.
      request.pause();
      new Exchange(request, new byte[0]).start();
      return;
    }
    Buffer body = Buffer.buffer();
    boolean[] isTooLarge = new boolean[1];
    request.exceptionHandler(e -> LOG.debug("A client disconnected", e));
    request.handler(
        part -> {
          if (body.length() + part.length() > LARGEST_BODY) {
            isTooLarge[0] = true;
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(
        end -> {
          Exchange exchange = new Exchange(request, body.getBytes());
          if (isTooLarge[0]) {
            exchange.fail(
                ApiException.of(
                    413,
                    "RequestEntityTooLarge",
                    "Request entity too large: limit is " + LARGEST_BODY));
          } else {
            exchange.start();
          }
        });
  }

  private static boolean isWebSocket(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /** One request on its way through. */
  private final class Exchange {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final byte[] body;
    private final String contentType;
    private final String path;
    private final Optional<RequestResolver.Target> target;
    private final Optional<String> user;
    private final String verb;
    private final Requests.Slot slot;
    private List<FaultEffect> faults = List.of();

    Exchange(HttpServerRequest request, byte[] body) {
      this.request = request;
      this.response = request.response();
      String given = mediaType(header("Content-Type"));
      Optional<byte[]> converted =
          given.equals(ProtobufBody.MEDIA_TYPE) ? ProtobufBody.toJson(body) : Optional.empty();
      this.contentType = converted.isPresent() ? "application/json" : given;
      this.body = converted.orElse(body);
      this.path = Optional.ofNullable(request.path()).filter(each -> !each.isEmpty()).orElse("/");
      this.target = backend.resolver().resolve(path);
      this.user = backend.authenticate(header("Authorization"));
      Map<String, List<String>> query = query();
      boolean isWatch =
          query.containsKey("watch") && !List.of("0", "false").contains(query.get("watch").get(0));
      this.verb =
          target
              .map(each -> each.verb(request.method().name(), isWatch).orElse(""))
              .orElse(request.method().name().toLowerCase(java.util.Locale.ROOT));
      this.slot = backend.requests().add(record());
    }

    private RecordedRequest record() {
      return new RecordedRequest(
          Instant.now(),
          request.method().name(),
          path,
          Optional.ofNullable(request.query()).orElse(""),
          verb,
          target
              .map(
                  each ->
                      each.subresource().isEmpty()
                          ? each.resource().plural()
                          : each.resource().plural() + "/" + each.subresource())
              .orElse(""),
          target.map(RequestResolver.Target::namespace).orElse(""),
          name(),
          header("Content-Type"),
          new String(body, StandardCharsets.UTF_8),
          header("User-Agent"),
          user.orElse(""),
          0);
    }

    private String name() {
      String ofPath = target.map(RequestResolver.Target::name).orElse("");
      if (!ofPath.isEmpty() || !verb.equals("create") || target.isEmpty()) {
        return ofPath;
      }
      try {
        JsonNode tree = Json.MAPPER.readTree(body);
        return tree == null ? "" : Json.name(tree);
      } catch (IOException e) {
        return "";
      }
    }

    private static String mediaType(String header) {
      int parameters = header.indexOf(';');
      return (parameters < 0 ? header : header.substring(0, parameters)).strip();
    }

    private String header(String name) {
      return Optional.ofNullable(request.getHeader(name)).orElse("");
    }

    private Map<String, List<String>> query() {
      Map<String, List<String>> query = new LinkedHashMap<>();
      request
          .params()
          .forEach(
              (name, value) -> query.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
      return query;
    }

    void start() {
      faults = backend.strike(slot.request());
      long latency =
          faults.stream()
              .filter(each -> each.kind() == FaultEffect.Kind.LATENCY)
              .mapToLong(each -> each.duration().toMillis())
              .sum();
      if (latency > 0) {
        vertx.setTimer(latency, timer -> carryOut());
      } else {
        carryOut();
      }
    }

    private Optional<FaultEffect> fault(FaultEffect.Kind kind) {
      return faults.stream().filter(each -> each.kind() == kind).findFirst();
    }

    private void carryOut() {
      try {
        if (fault(FaultEffect.Kind.DROP_BEFORE).isPresent()) {
          drop();
          return;
        }
        if (fault(FaultEffect.Kind.SILENCE_BEFORE).isPresent()) {
          slot.answered(0);
          return;
        }
        Optional<FaultEffect> refusal = fault(FaultEffect.Kind.STATUS);
        if (refusal.isPresent()) {
          fail(refusal.get());
          return;
        }
        if (verb.equals("deletecollection")) {
          // It may take long: the events of it must get out meanwhile.
          vertx.executeBlocking(this::reply).onSuccess(this::answer).onFailure(this::fail);
        } else {
          answer(reply());
        }
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    private void fail(Throwable e) {
      if (e instanceof ApiException refusal) {
        fail(refusal);
      } else if (e instanceof NoSuchPageException lost) {
        if (lost.isOfGroup()) {
          fail(ApiException.noSuchPath());
        } else {
          byte[] text = "404 page not found\n".getBytes(StandardCharsets.UTF_8);
          send(404, "text/plain; charset=utf-8", text);
        }
      } else {
        LOG.error("{} {} failed because of a bug in the embedded API server", verb, path, e);
        fail(ApiException.of(500, "InternalError", "Internal error occurred: " + e.getMessage()));
      }
    }

    private Reply reply() {
      if (user.isEmpty()) {
        throw ApiException.of(401, "Unauthorized", "Unauthorized");
      }
      if (Discovery.isHealth(path)) {
        return Reply.Document.of(200, Json.object());
      }
      if (contentType.equals(ProtobufBody.MEDIA_TYPE)) {
        throw ApiException.unknownFormat();
      }
      if (AccessReview.isAt(request.method().name(), path)) {
        return backend.reviewAccess(body, user.get());
      }
      if (target.isEmpty()) {
        return backend
            .discovery()
            .document(path)
            .map(document -> (Reply) Reply.Document.of(200, document))
            .orElseThrow(() -> new NoSuchPageException(backend.discovery().isOfGroup(path)));
      }
      RequestResolver.Target found = target.get();
      if (verb.isEmpty()) {
        throw ApiException.methodNotAllowed();
      }
      backend.authorize(
          found.resource(),
          new ApiAction(
              user.get(),
              verb,
              found.resource().group(),
              found.resource().plural(),
              found.subresource(),
              found.namespace(),
              found.name()));
      ApiCall call =
          new ApiCall(
              verb,
              found.resource(),
              found.subresource(),
              found.namespace(),
              found.name(),
              query(),
              contentType,
              body,
              user.get(),
              header("User-Agent"));
      return TableReplies.convert(backend.operations().handle(call), call, header("Accept"));
    }

    private void answer(Reply reply) {
      if (Discovery.isHealth(path)) {
        send(200, "text/plain; charset=utf-8", "ok".getBytes(StandardCharsets.UTF_8));
      } else if (fault(FaultEffect.Kind.DROP_AFTER).isPresent()) {
        drop();
      } else if (fault(FaultEffect.Kind.SILENCE_AFTER).isPresent()) {
        slot.answered(0);
      } else if (reply instanceof Reply.Document document) {
        for (String warning : document.warnings()) {
          response.headers().add("Warning", "299 - \"" + warning.replace("\"", "\\\"") + "\"");
        }
        send(document.code(), "application/json", document.body());
      } else if (reply instanceof Reply.Watch watch) {
        watch(watch);
      } else if (reply instanceof Reply.Text text) {
        text(text);
      }
    }

    private void send(int code, String contentType, byte[] content) {
      slot.answered(code);
      if (!request.isEnded()) {
        // Only a rejected WebSocket request is still paused here; HTTP/2 fails to resume after the
        // end.
        request.resume();
      }
      if (!response.closed() && !response.ended()) {
        response
            .setStatusCode(code)
            .putHeader("Content-Type", contentType)
            .end(Buffer.buffer(content));
      }
    }

    void fail(ApiException e) {
      send(e.code(), "application/json", Json.bytes(e.status()));
    }

    private void fail(FaultEffect refusal) {
      ApiException e = ApiException.of(refusal.status(), refusal.reason(), refusal.message());
      long seconds = (refusal.duration().toMillis() + 999) / 1000;
      if (seconds > 0) {
        response.putHeader("Retry-After", Long.toString(seconds));
        e.withDetail("retryAfterSeconds", (int) seconds);
      }
      send(e.code(), "application/json", Json.bytes(e.status()));
    }

    private void drop() {
      slot.answered(0);
      abort();
    }

    /** Ends the exchange without a proper end of the response. HTTP/2 keeps its other streams. */
    private void abort() {
      if (request.version() == HttpVersion.HTTP_2) {
        response.reset();
      } else {
        request.connection().close();
      }
    }

    // ------------------------------------------------------------ streams

    private void watch(Reply.Watch watch) {
      if (!isWebSocket(request)) {
        slot.answered(200);
        response.setChunked(true).setStatusCode(200).putHeader("Content-Type", "application/json");
        // The client must learn that the watch is on before anything happens.
        response.write(Buffer.buffer());
        run(
            watch,
            event -> response.write(Buffer.buffer(event)),
            response::end,
            handler -> response.closeHandler(closed -> handler.run()));
        return;
      }
      slot.answered(101);
      request
          .toWebSocket()
          .onSuccess(
              socket ->
                  run(
                      watch,
                      event -> write(socket, event),
                      () -> socket.close(),
                      handler -> socket.closeHandler(closed -> handler.run())))
          .onFailure(e -> LOG.debug("Cannot open a WebSocket for {}", path, e));
    }

    private void write(ServerWebSocket socket, byte[] event) {
      if (!socket.isClosed()) {
        socket.writeTextMessage(new String(event, StandardCharsets.UTF_8));
      }
    }

    private void run(
        Reply.Watch watch, Consumer<byte[]> out, Runnable end, Consumer<Runnable> onClose) {
      Context context = vertx.getOrCreateContext();
      WatchSession session = watch.session();
      List<Long> timers = new ArrayList<>();
      boolean[] isOver = new boolean[1];
      Runnable stop =
          () -> {
            if (!isOver[0]) {
              isOver[0] = true;
              session.stop();
              timers.forEach(vertx::cancelTimer);
            }
          };
      onClose.accept(stop);
      long delay =
          fault(FaultEffect.Kind.DELAY_EVENTS).map(each -> each.duration().toMillis()).orElse(0L);
      Runnable finish =
          () -> {
            boolean wasOver = isOver[0];
            stop.run();
            if (!wasOver) {
              end.run();
            }
          };
      long interval = Math.max(1, bookmarkInterval.toMillis());
      timers.add(vertx.setPeriodic(interval, timer -> session.bookmark()));
      if (watch.timeoutSeconds() > 0) {
        timers.add(
            vertx.setTimer(
                watch.timeoutSeconds() * 1000,
                timer -> {
                  session.bookmark();
                  context.runOnContext(ignored -> finish.run());
                }));
      }
      fault(FaultEffect.Kind.CUT)
          .ifPresent(
              cut ->
                  timers.add(
                      vertx.setTimer(
                          Math.max(1, cut.duration().toMillis()),
                          timer -> {
                            stop.run();
                            abort();
                          })));
      session.start(
          new WatchSession.Sink() {
            @Override
            public void event(byte[] json) {
              later(
                  () -> {
                    if (!isOver[0]) {
                      out.accept(watch.format().apply(json));
                    }
                  });
            }

            @Override
            public void end() {
              later(finish);
            }

            private void later(Runnable work) {
              if (delay > 0) {
                context.runOnContext(ignored -> vertx.setTimer(delay, timer -> work.run()));
              } else {
                context.runOnContext(ignored -> work.run());
              }
            }
          });
    }

    private void text(Reply.Text text) {
      Context context = vertx.getOrCreateContext();
      LogPump pump =
          new LogPump(
              text,
              (content, isLast) -> context.runOnContext(ignored -> write(content, isLast)),
              e -> context.runOnContext(ignored -> fail(logFailure(e))));
      response.closeHandler(closed -> pump.close());
      fault(FaultEffect.Kind.CUT)
          .ifPresent(
              cut ->
                  vertx.setTimer(
                      Math.max(1, cut.duration().toMillis()),
                      timer -> {
                        pump.close();
                        abort();
                      }));
      pump.start();
    }

    private ApiException logFailure(IOException e) {
      return ApiException.of(500, "InternalError", "Internal error occurred: " + e.getMessage());
    }

    private void write(byte[] content, boolean isLast) {
      if (response.closed() || response.ended()) {
        return;
      }
      if (!response.headWritten()) {
        slot.answered(200);
        response.setChunked(true).setStatusCode(200).putHeader("Content-Type", "text/plain");
      }
      if (content.length > 0) {
        response.write(Buffer.buffer(content));
      } else if (!response.headWritten()) {
        response.write(Buffer.buffer());
      }
      if (isLast) {
        response.end();
      }
    }
  }

  /** Reads a text in a thread of its own, since reading may block. */
  private static final class LogPump {
    /** Takes what was read. */
    interface Out {
      void accept(byte[] content, boolean isLast);
    }

    private static final AtomicLong NUMBER = new AtomicLong();
    private static final int LARGEST_PART = 32 * 1024;
    private final Reply.Text text;
    private final Out out;
    private final Consumer<IOException> failed;
    private boolean isClosed;
    private InputStream stream = InputStream.nullInputStream();

    LogPump(Reply.Text text, Out out, Consumer<IOException> failed) {
      this.text = text;
      this.out = out;
      this.failed = failed;
    }

    void start() {
      Thread thread = new Thread(this::run, "embedded-api-log-" + NUMBER.incrementAndGet());
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      try (InputStream in = text.source().open()) {
        if (!keep(in)) {
          return;
        }
        out.accept(new byte[0], false);
        long left = text.limitBytes();
        byte[] part = new byte[LARGEST_PART];
        while (left > 0) {
          int count = in.read(part, 0, (int) Math.min(part.length, left));
          if (count < 0) {
            break;
          }
          left -= count;
          out.accept(java.util.Arrays.copyOf(part, count), false);
        }
        out.accept(new byte[0], true);
      } catch (IOException e) {
        if (!isClosed()) {
          failed.accept(e);
        }
      }
    }

    private synchronized boolean keep(InputStream in) {
      stream = in;
      return !isClosed;
    }

    private synchronized boolean isClosed() {
      return isClosed;
    }

    void close() {
      InputStream open;
      synchronized (this) {
        isClosed = true;
        open = stream;
      }
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("Cannot close a log stream", e);
      }
    }
  }

  /** A path that leads nowhere. */
  private static final class NoSuchPageException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean isOfGroup;

    NoSuchPageException(boolean isOfGroup) {
      super("Page not found", null, false, false);
      this.isOfGroup = isOfGroup;
    }

    boolean isOfGroup() {
      return isOfGroup;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import io.podsmith.testkit.cluster.ApiAction;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.verbs.Reply;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way through. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Vertx vertx;
  private final Backend backend;
  private final Duration bookmarkInterval;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final IncomingRequest incoming;
  private final Requests.Slot slot;
  private List<FaultEffect> faults = List.of();

  Exchange(
      Vertx vertx,
      Backend backend,
      Duration bookmarkInterval,
      HttpServerRequest request,
      byte[] body) {
    this.vertx = vertx;
    this.backend = backend;
    this.bookmarkInterval = bookmarkInterval;
    this.request = request;
    this.response = request.response();
    this.incoming = new IncomingRequest(request, body, backend);
    this.slot = backend.requests().add(incoming.record());
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
      if (incoming.verb().equals("deletecollection")) {
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
      LOG.error(
          "{} {} failed because of a bug in the embedded API server",
          incoming.verb(),
          incoming.path(),
          e);
      fail(ApiException.of(500, "InternalError", "Internal error occurred: " + e.getMessage()));
    }
  }

  private Reply reply() {
    if (incoming.user().isEmpty()) {
      throw ApiException.of(401, "Unauthorized", "Unauthorized");
    }
    if (Discovery.isHealth(incoming.path())) {
      return Reply.Document.of(200, Json.object());
    }
    if (incoming.contentType().equals(ProtobufBody.MEDIA_TYPE)) {
      throw ApiException.unknownFormat();
    }
    if (AccessReview.isAt(incoming.method(), incoming.path())) {
      return backend.reviewAccess(incoming.body(), incoming.user().get());
    }
    if (incoming.target().isEmpty()) {
      return backend
          .discovery()
          .document(incoming.path())
          .map(document -> (Reply) Reply.Document.of(200, document))
          .orElseThrow(
              () -> new NoSuchPageException(backend.discovery().isOfGroup(incoming.path())));
    }
    RequestResolver.Target found = incoming.target().get();
    if (incoming.verb().isEmpty()) {
      throw ApiException.methodNotAllowed();
    }
    backend.authorize(
        found.resource(),
        new ApiAction(
            incoming.user().get(),
            incoming.verb(),
            found.resource().group(),
            found.resource().plural(),
            found.subresource(),
            found.namespace(),
            found.name()));
    ApiCall call =
        new ApiCall(
            incoming.verb(),
            found.resource(),
            found.subresource(),
            found.namespace(),
            found.name(),
            incoming.query(),
            incoming.contentType(),
            incoming.body(),
            incoming.user().get(),
            incoming.header("User-Agent"));
    return TableReplies.convert(backend.operations().handle(call), call, incoming.header("Accept"));
  }

  private void answer(Reply reply) {
    if (Discovery.isHealth(incoming.path())) {
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

  private void watch(Reply.Watch watch) {
    if (HttpFrontend.isWebSocket(request)) {
      slot.answered(101);
      request
          .toWebSocket()
          .onSuccess(socket -> start(watch, new SocketChannel(socket)))
          .onFailure(e -> LOG.debug("Cannot open a WebSocket for {}", incoming.path(), e));
      return;
    }
    slot.answered(200);
    response.setChunked(true).setStatusCode(200).putHeader("Content-Type", "application/json");
    // The client must learn that the watch is on before anything happens.
    response.write(Buffer.buffer());
    start(watch, new ResponseChannel());
  }

  private void start(Reply.Watch watch, WatchResponse.Channel channel) {
    WatchResponse.Timing timing =
        new WatchResponse.Timing(
            bookmarkInterval,
            fault(FaultEffect.Kind.DELAY_EVENTS).map(FaultEffect::duration).orElse(Duration.ZERO),
            fault(FaultEffect.Kind.CUT).map(FaultEffect::duration));
    new WatchResponse(vertx, watch, channel, timing).start();
  }

  /** The body of the response. */
  private final class ResponseChannel implements WatchResponse.Channel {
    @Override
    public void write(byte[] event) {
      response.write(Buffer.buffer(event));
    }

    @Override
    public void end() {
      response.end();
    }

    @Override
    public void abort() {
      Exchange.this.abort();
    }

    @Override
    public void onClose(Runnable handler) {
      response.closeHandler(closed -> handler.run());
    }
  }

  /** A WebSocket, with one message for each event. */
  private final class SocketChannel implements WatchResponse.Channel {
    private final ServerWebSocket socket;

    SocketChannel(ServerWebSocket socket) {
      this.socket = socket;
    }

    @Override
    public void write(byte[] event) {
      if (!socket.isClosed()) {
        socket.writeTextMessage(new String(event, StandardCharsets.UTF_8));
      }
    }

    @Override
    public void end() {
      socket.close();
    }

    @Override
    public void abort() {
      Exchange.this.abort();
    }

    @Override
    public void onClose(Runnable handler) {
      socket.closeHandler(closed -> handler.run());
    }
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

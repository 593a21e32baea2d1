// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.podsmith.core.client.ServerWarnings;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests over the client's own HTTP connection and measures them. Blocks until the answer
 * is there, the request times out, or the thread is interrupted.
 */
final class HttpExchange {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
  private static final long SLACK_MILLIS = 2_000;

  private final HttpClient http;
  private final long timeoutMillis;
  private final ExecutorMetrics metrics;
  private final CredentialTrouble credentials;
  private final ServerWarnings warnings = new ServerWarnings("executors");

  HttpExchange(
      HttpClient http, long timeoutMillis, ExecutorMetrics metrics, CredentialTrouble credentials) {
    this.http = http;
    this.timeoutMillis = timeoutMillis;
    this.metrics = metrics;
    this.credentials = credentials;
  }

  /**
   * Returns the body of the answer.
   *
   * @throws ApiFailure if there is no answer, or it is not a success
   */
  byte[] send(HttpRequest.Builder request, String what) {
    return credentials.check(
        () -> {
          HttpResponse<byte[]> response =
              measured(
                  verb(what),
                  () ->
                      await(
                          http.sendAsync(
                              request.timeout(timeoutMillis, TimeUnit.MILLISECONDS).build(),
                              byte[].class),
                          what));
          if (!response.isSuccessful()) {
            throw HttpFailures.of(response, response.body(), what);
          }
          warnings.log(response.headers(ServerWarnings.HEADER));
          return response.body();
        });
  }

  /** Sends a request whose answer may be long and is of no interest. */
  void discard(HttpRequest.Builder request, String what) {
    String unused =
        credentials.check(
            () ->
                measured(
                    verb(what),
                    () -> {
                      exchange(request, what);
                      return what;
                    }));
  }

  private void exchange(HttpRequest.Builder request, String what) {
    BodyPrefix head = new BodyPrefix();
    HttpResponse<AsyncBody> response =
        await(
            http.consumeBytes(
                request.timeout(timeoutMillis, TimeUnit.MILLISECONDS).build(),
                (chunk, body) -> {
                  head.add(chunk);
                  body.consume();
                }),
            what);
    response.body().consume();
    try {
      await(response.body().done(), what);
    } catch (ApiFailure e) {
      response.body().cancel();
      throw e;
    }
    if (!response.isSuccessful()) {
      throw HttpFailures.of(response, head.bytes(), what);
    }
  }

  private <T> T measured(String verb, Supplier<T> call) {
    long begun = System.nanoTime();
    try {
      return call.get();
    } catch (ApiFailure | KubernetesClientException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unexpected(verb, e);
    } finally {
      metrics.answered(verb, System.nanoTime() - begun);
    }
  }

  /** An unexpected failure must not leave its caller without an answer. */
  private static ApiFailure unexpected(String what, RuntimeException e) {
    LOG.debug("Unexpected failure: {}", what, e);
    return ApiFailure.noAnswer(what + ": " + e, e);
  }

  private static String verb(String what) {
    return what.substring(0, what.indexOf(' '));
  }

  private <T> T await(CompletableFuture<T> answer, String what) {
    Duration limit = Duration.ofMillis(timeoutMillis + SLACK_MILLIS);
    return await(answer, what, limit, timeoutMillis + " ms");
  }

  /**
   * Waits for an answer.
   *
   * @param limit for how long, somewhat more than the request's own timeout
   * @param timeout the request's own timeout, for the message
   * @throws ApiFailure if there is none, or the thread is interrupted, which it then still is
   */
  static <T> T await(CompletableFuture<T> answer, String what, Duration limit, String timeout) {
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw ApiFailure.noAnswer(what + ": interrupted", e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw ApiFailure.noAnswer("%s: no response within %s".formatted(what, timeout), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw ApiFailure.noAnswer(what + ": " + cause, cause);
    }
  }

  /** Runs a call of the typed client in the same way. */
  <T> T typed(String verb, Supplier<T> call) {
    return credentials.check(
        () -> {
          try {
            return measured(verb, call);
          } catch (KubernetesClientException e) {
            throw ApiFailure.of(e);
          }
        });
  }
}

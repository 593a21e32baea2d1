// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Notes what a client asks for, and can have its requests refused by the server. */
final class RecordedCalls implements Interceptor {
  private final Consumer<BasicBuilder> refusal;
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private volatile Predicate<String> refused = call -> false;

  RecordedCalls(Consumer<BasicBuilder> refusal) {
    this.refusal = refusal;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String call = request.method() + " " + request.uri().getPath();
    calls.add(call);
    if (refused.test(call)) {
      refusal.accept(builder);
    }
  }

  /** Has calls such as {@code PATCH /api/v1/namespaces/ns/services/x} fail from now on. */
  void refuse(Predicate<String> which) {
    refused = which;
  }

  boolean has(String call) {
    return calls.contains(call);
  }

  List<String> changes() {
    return calls.stream().filter(call -> !call.startsWith("GET ")).toList();
  }
}

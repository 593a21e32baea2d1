// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests of a client that change something, and calls back around each. */
final class Writes implements Interceptor {
  private final Hook before;
  private final Hook after;
  private final AtomicInteger count = new AtomicInteger();
  private final Queue<String> sent = new ConcurrentLinkedQueue<>();

  /** Called with the number of requests that changed something so far, this one included. */
  interface Hook {
    Hook NONE = (number, isWrite) -> {};

    void run(int number, boolean isWrite);
  }

  /**
   * @param before called for each request before it is sent; it may throw
   * @param after called for each response
   */
  Writes(Hook before, Hook after) {
    this.before = before;
    this.after = after;
  }

  /** Returns a client with these hooks. */
  KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("writes", this))
        .build();
  }

  /** Returns the requests that changed something, such as {@code POST jobs}. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    boolean isWrite = isWrite(request);
    before.run(isWrite ? count.incrementAndGet() : count.get(), isWrite);
    if (isWrite) {
      List<String> path = List.of(request.uri().getPath().split("/"));
      boolean isCreation = request.method().equals("POST");
      sent.add("%s %s".formatted(request.method(), path.get(path.size() - (isCreation ? 1 : 2))));
    }
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    after.run(count.get(), isWrite(request));
  }

  private static boolean isWrite(HttpRequest request) {
    return !request.method().equals("GET");
  }
}

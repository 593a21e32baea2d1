// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Lists pods in pages, since one answer with thousands of pods takes longer than a request may. */
public final class PodPages {
  private static final long PAGE_SIZE = 500;
  private static final int EXPIRED_LISTS = 3;

  private PodPages() {}

  /**
   * Returns the pods of a list that meet a condition.
   *
   * <p>The API server forgets the version that a list began with after some minutes. The list is
   * then started again, at last without pages.
   *
   * @param pods the list, for example the pods of a namespace with a label
   * @throws KubernetesClientException if the API server rejects a request
   */
  public static List<Pod> list(
      FilterWatchListDeletable<Pod, PodList, PodResource> pods, Predicate<Pod> condition) {
    return list(pods, condition, EXPIRED_LISTS);
  }

  private static List<Pod> list(
      FilterWatchListDeletable<Pod, PodList, PodResource> pods,
      Predicate<Pod> condition,
      int mayExpire) {
    List<Pod> found = new ArrayList<>();
    String next = "";
    do {
      ListOptionsBuilder options = new ListOptionsBuilder();
      if (mayExpire > 0) {
        options.withLimit(PAGE_SIZE);
      }
      PodList page;
      try {
        page = pods.list((next.isEmpty() ? options : options.withContinue(next)).build());
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_GONE || next.isEmpty()) {
          throw e;
        }
        return list(pods, condition, mayExpire - 1);
      }
      page.getItems().stream().filter(condition).forEach(found::add);
      next = Objects.requireNonNullElse(page.getMetadata().getContinue(), "");
    } while (!next.isEmpty());
    return found;
  }
}

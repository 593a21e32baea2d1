// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A scheduler that writes down what it is told. */
public final class RecordingBackend implements ExecutorBackend {
  public final Map<Long, Long> registered = new ConcurrentHashMap<>();
  public final Map<Long, ExecutorExit> removed = new ConcurrentHashMap<>();
  public final List<ExecutorNews> news = new CopyOnWriteArrayList<>();
  public final List<Throwable> aborts = new CopyOnWriteArrayList<>();

  /** How often it was asked who has registered. */
  public int lookUps;

  @Override
  public Set<Long> registeredExecutors() {
    lookUps++;
    return registered.keySet();
  }

  @Override
  public void removeExecutor(long executorId, ExecutorExit exit) {
    registered.remove(executorId);
    removed.put(executorId, exit);
  }

  @Override
  public void report(ExecutorNews told) {
    news.add(told);
  }

  @Override
  public void abort(Throwable cause) {
    aborts.add(cause);
  }
}

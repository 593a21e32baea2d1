// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.ConfigEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one step read, in the order of its first use. Safe for use by several threads. */
public final class StepReads {
  /** Follows a prefix whose settings were read together. */
  public static final String ALL = "*";

  /** Precedes the name of an environment variable. */
  public static final String ENVIRONMENT = "env:";

  /**
   * One thing that a step read.
   *
   * @param key the key of a setting, a prefix that ends with {@link #ALL}, or the name of an
   *     environment variable behind {@link #ENVIRONMENT}
   * @param entry the definition of the setting, empty for others
   */
  public record Read(String key, Optional<ConfigEntry<?>> entry) {}

  private final Map<String, Read> reads = new LinkedHashMap<>();
  private int beforeWriting;
  private boolean isCreated;

  StepReads() {}

  synchronized void add(ConfigEntry<?> entry) {
    reads.computeIfAbsent(entry.key(), key -> new Read(key, Optional.of(entry)));
  }

  void addPrefix(String prefix) {
    add("%s%s".formatted(prefix, ALL));
  }

  void addVariable(String name) {
    add("%s%s".formatted(ENVIRONMENT, name));
  }

  private synchronized void add(String name) {
    reads.computeIfAbsent(name, key -> new Read(key, Optional.empty()));
  }

  /** Records that a factory has created the step. */
  public synchronized void markCreated() {
    isCreated = true;
  }

  /** Records that the step has changed the pod: what it reads from now on cannot be the reason. */
  public synchronized void markWritten() {
    beforeWriting = reads.size();
  }

  /** Returns whether the step was created, so that it was asked to do something. */
  public synchronized boolean isCreated() {
    return isCreated;
  }

  /** Returns all that the step read. */
  public synchronized List<Read> all() {
    return List.copyOf(reads.values());
  }

  /** Returns what the step had read when it last changed the pod. */
  public synchronized List<Read> beforeWriting() {
    return List.copyOf(new ArrayList<>(reads.values()).subList(0, beforeWriting));
  }
}

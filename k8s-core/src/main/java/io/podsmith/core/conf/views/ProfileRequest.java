// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.ExtendedResource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a resource profile requests for each of its executors, in the terms of Spark's {@code
 * ExecutorResourceRequests}. Cores and memory that it does not request are those of the default
 * resource profile.
 *
 * @param amounts cores, and memory in MiB, by the names below
 * @param devices extended resources, such as GPUs, each with its vendor
 */
public record ProfileRequest(SortedMap<String, Long> amounts, List<ExtendedResource> devices) {
  public static final String CORES = "cores";
  public static final String MEMORY = "memory";
  public static final String MEMORY_OVERHEAD = "memoryOverhead";
  public static final String OFF_HEAP = "offHeap";
  public static final String PYSPARK_MEMORY = "pyspark.memory";

  /** The request of the default resource profile, which consists of settings. */
  public static final ProfileRequest NONE =
      new ProfileRequest(Collections.emptySortedMap(), List.of());

  public ProfileRequest {
    amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
    devices = List.copyOf(devices);
  }

  /** Returns the requested cores, or memory in MiB; empty if the profile does not request them. */
  Optional<Long> amount(String name) {
    return Optional.ofNullable(amounts.get(name));
  }

  boolean has(String name) {
    return amounts.containsKey(name);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.fabric8.kubernetes.client.Config;

/** A server that the conformance cases are run against. */
interface ApiTarget extends AutoCloseable {
  /** What the server is called in reports. */
  String name();

  /** How an administrator reaches the server. */
  Config config();

  /** Whether pods are held against their service account. */
  boolean admitsServiceAccounts();

  /** Whether the garbage collector and its like run. */
  boolean hasControllers();

  /** Whether the first resource versions of all are too old to start from. */
  boolean forgetsThePast();

  @Override
  void close();
}

package io.podsmith.testkit.cluster.internal.api;

/** Service accounts. */
final class ServiceAccountStrategy extends Strategy {
  @Override
  boolean returnsDeleted() {
    return true;
  }
}

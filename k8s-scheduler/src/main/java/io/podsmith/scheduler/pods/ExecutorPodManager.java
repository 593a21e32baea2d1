package io.podsmith.scheduler.pods;

import java.util.Collection;
import java.util.Map;

/**
 * Keeps as many executor pods in the cluster as the scheduler wants, and tells it when they end.
 *
 * <p>Safe for use by several threads. No method but {@link #stop} and {@link #createConfigMap}
 * waits for the API server. No thread of this package ends the JVM: what is beyond repair goes to
 * {@link ExecutorBackend#abort}.
 */
public final class ExecutorPodManager {
  private ExecutorPodManager() {}

  /**
   * Makes a manager that does nothing until it is started.
   *
   * @throws io.podsmith.api.error.InvalidConfigurationException where a setting of executor
   *     management makes no sense
   */
  public static ExecutorPodManager create(
      ExecutorPodContext context, ExecutorSpecFactory specs, ExecutorBackend backend) {
    throw new UnsupportedOperationException();
  }

  /**
   * Creates the ConfigMap that executors mount, owned by the driver's pod where there is one.
   *
   * @param name its name
   * @param data its files
   * @throws io.podsmith.api.error.ClusterException where the API server refuses
   */
  public void createConfigMap(String name, Map<String, String> data) {
    throw new UnsupportedOperationException();
  }

  /** Starts to follow the executors of the application. To be called once. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  /**
   * Says how many executors are wanted from now on, running ones included.
   *
   * @param executorsByProfile the number by id of the resource profile; a profile that is not named
   *     keeps its number
   */
  public void setTotalExpectedExecutors(Map<Integer, Integer> executorsByProfile) {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells whether an executor's pod was given up, so that the executor must not register any more.
   */
  public boolean isDeleted(long executorId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Learns that executors were told to exit: marks their pods as decommissioned, and deletes those
   * that still run after {@code spark.kubernetes.dynamicAllocation.deleteGracePeriod}. To be called
   * when the scheduler has removed them.
   */
  public void killExecutors(Collection<Long> executorIds) {
    throw new UnsupportedOperationException();
  }

  /**
   * Puts the label {@code spark.kubernetes.executor.decommissionLabel}, if there is one, on the
   * pods of executors.
   */
  public void labelDecommissioning(Collection<Long> executorIds) {
    throw new UnsupportedOperationException();
  }

  /**
   * Puts an executor's id on its pod, for executors that asked the driver for their id (generated
   * by a stateful set or deployment).
   */
  public void labelExecutorId(String podName, long executorId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops asking for executors and removes what the application has in the cluster, as far as the
   * settings say so: executors, their ConfigMap, claims and the driver's service. Returns when that
   * is done or has taken too long, which is logged with the command that does it by hand. Never
   * throws; a second call does nothing.
   */
  public void stop() {
    throw new UnsupportedOperationException();
  }
}

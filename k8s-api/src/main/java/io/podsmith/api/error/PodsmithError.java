package io.podsmith.api.error;

import org.apiguardian.api.API;

/**
 * The failures that Podsmith itself reports.
 *
 * <p>Expect more constants in later versions. A constant keeps its id and its meaning for ever.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum PodsmithError implements ErrorCode {
  /** A setting cannot be read as what it is: not a number, not a time, not a size. */
  CONF_UNREADABLE("PODSMITH-CONF-001"),
  /** A setting can be read, but the value is not accepted. */
  CONF_NOT_ACCEPTED("PODSMITH-CONF-002"),
  /** A volume is described wrongly. */
  CONF_VOLUME("PODSMITH-CONF-003"),
  /** A setting that is needed is missing. */
  CONF_MISSING("PODSMITH-CONF-004"),
  /** Two settings contradict each other. */
  CONF_CONFLICT("PODSMITH-CONF-005"),
  /** A name, label or annotation breaks the rules of Kubernetes. */
  CONF_NAME("PODSMITH-CONF-006"),
  /** A file that a setting names cannot be read or is not what it should be. */
  CONF_FILE("PODSMITH-CONF-007"),
  /** The master URL is not one of the accepted forms. */
  CONF_MASTER("PODSMITH-CONF-008"),
  /** The arguments of the submission are not understood. */
  CONF_ARGUMENTS("PODSMITH-CONF-009"),
  /** A setting does not exist, but resembles one that does. */
  CONF_UNKNOWN("PODSMITH-CONF-010"),

  /** A step threw while it was created or run, or returned null. */
  STEP_FAILED("PODSMITH-STEP-001"),
  /** A setting names a step that does not exist. */
  STEP_UNKNOWN("PODSMITH-STEP-002"),
  /** Two steps have the same id. */
  STEP_DUPLICATE("PODSMITH-STEP-003"),
  /** The before and after ids of steps form a cycle. */
  STEP_CYCLE("PODSMITH-STEP-004"),
  /** A factory describes itself wrongly, for example with an id that is not accepted. */
  STEP_INVALID("PODSMITH-STEP-005"),
  /** Two steps create the same object. */
  STEP_CONFLICT("PODSMITH-STEP-006"),
  /** What a step made cannot be created, or is in the way of what others made. */
  STEP_RESULT("PODSMITH-STEP-007"),

  /** A plugin's jar cannot be found, read or fetched. */
  PLUGIN_JAR("PODSMITH-PLUGIN-001"),
  /** A class of a plugin cannot be loaded or made. */
  PLUGIN_CLASS("PODSMITH-PLUGIN-002"),
  /** A plugin holds no step. */
  PLUGIN_EMPTY("PODSMITH-PLUGIN-003"),
  /** A plugin cannot be carried to the driver. */
  PLUGIN_SHIPPING("PODSMITH-PLUGIN-004"),

  /** The API server cannot be reached or does not answer in time. */
  CLUSTER_UNREACHABLE("PODSMITH-CLUSTER-001"),
  /** The API server refused a request for lack of permission. */
  CLUSTER_FORBIDDEN("PODSMITH-CLUSTER-002"),
  /** The API server refused an object as wrong. */
  CLUSTER_REJECTED("PODSMITH-CLUSTER-003"),
  /** An object that must exist does not. */
  CLUSTER_NOT_FOUND("PODSMITH-CLUSTER-004"),
  /** The API server failed in another way. */
  CLUSTER_FAILED("PODSMITH-CLUSTER-005"),
  /** An object that is to be created exists and belongs to something else. */
  CLUSTER_TAKEN("PODSMITH-CLUSTER-006"),

  /** The driver ended without success. */
  APP_FAILED("PODSMITH-APP-001"),
  /** Executors failed too often. */
  APP_EXECUTOR_FAILURES("PODSMITH-APP-002"),
  /** More executors were asked for than the application may ever have. */
  APP_EXECUTOR_LIMIT("PODSMITH-APP-003"),
  /** No executor can start: its image cannot be pulled, or its container cannot be made. */
  APP_EXECUTORS_STUCK("PODSMITH-APP-004"),
  /** An allocator of the user's own failed. */
  APP_ALLOCATOR("PODSMITH-APP-005"),
  /** Executor management itself failed. */
  APP_INTERNAL("PODSMITH-APP-006");

  private final String id;

  PodsmithError(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }
}

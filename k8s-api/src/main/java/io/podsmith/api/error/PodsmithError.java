// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import org.apiguardian.api.API;

/**
 * The error codes of Podsmith.
 *
 * <p>Expect more constants in later versions. The id and the meaning of a constant never change.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum PodsmithError implements ErrorCode {
  /** The value of a setting cannot be parsed, for example as a number, a time or a size. */
  CONF_MALFORMED("PODSMITH-CONF-001"),
  /** The value of a setting can be parsed but is not accepted. */
  CONF_INVALID("PODSMITH-CONF-002"),
  /** The settings of a volume are invalid. */
  CONF_VOLUME("PODSMITH-CONF-003"),
  /** A required setting is missing. */
  CONF_MISSING("PODSMITH-CONF-004"),
  /** Two settings contradict each other. */
  CONF_CONFLICT("PODSMITH-CONF-005"),
  /** A name, label or annotation is not valid in Kubernetes. */
  CONF_NAME("PODSMITH-CONF-006"),
  /** A file that a setting refers to cannot be read or has invalid content. */
  CONF_FILE("PODSMITH-CONF-007"),
  /** The master URL does not have an accepted form. */
  CONF_MASTER("PODSMITH-CONF-008"),
  /** The arguments of the submission are invalid. */
  CONF_ARGUMENTS("PODSMITH-CONF-009"),
  /** A setting does not exist but resembles an existing one. */
  CONF_UNKNOWN("PODSMITH-CONF-010"),

  /** A saved plan was made for another cluster, namespace or version of Podsmith. */
  PLAN_MISMATCH("PODSMITH-PLAN-001"),
  /** A saved plan lacks secrets or uploaded files, and the given settings do not fill it. */
  PLAN_WITHHELD("PODSMITH-PLAN-002"),

  /** A step threw an exception or returned null. */
  STEP_FAILED("PODSMITH-STEP-001"),
  /** A setting refers to a step that does not exist. */
  STEP_UNKNOWN("PODSMITH-STEP-002"),
  /** Two steps have the same id. */
  STEP_DUPLICATE("PODSMITH-STEP-003"),
  /** The before and after ids of steps form a cycle. */
  STEP_CYCLE("PODSMITH-STEP-004"),
  /** A factory returns invalid metadata, for example an invalid id. */
  STEP_INVALID("PODSMITH-STEP-005"),
  /** Two steps create the same object. */
  STEP_CONFLICT("PODSMITH-STEP-006"),
  /** An object that a step returned cannot be created or conflicts with another object. */
  STEP_RESULT("PODSMITH-STEP-007"),
  /** A step or factory did not return in time. */
  STEP_TIMEOUT("PODSMITH-STEP-008"),

  /** A jar of a plugin cannot be found, read or downloaded. */
  PLUGIN_JAR("PODSMITH-PLUGIN-001"),
  /** A class of a plugin cannot be loaded or instantiated. */
  PLUGIN_CLASS("PODSMITH-PLUGIN-002"),
  /** A plugin contains no step. */
  PLUGIN_EMPTY("PODSMITH-PLUGIN-003"),
  /** A plugin cannot be uploaded to the driver. */
  PLUGIN_UPLOAD("PODSMITH-PLUGIN-004"),
  /** A plugin requires a newer version of the contract. */
  PLUGIN_API("PODSMITH-PLUGIN-005"),
  /** A jar of a plugin is not one of those that are allowed. */
  PLUGIN_DIGEST("PODSMITH-PLUGIN-006"),
  /** A jar of a plugin contains classes of the contract. */
  PLUGIN_BUNDLES_API("PODSMITH-PLUGIN-007"),
  /** A jar of a plugin is not signed, or does not match its signature. */
  PLUGIN_SIGNATURE("PODSMITH-PLUGIN-008"),

  /** The API server cannot be reached or does not respond in time. */
  CLUSTER_UNREACHABLE("PODSMITH-CLUSTER-001"),
  /** The API server denied a request because a permission is missing. */
  CLUSTER_FORBIDDEN("PODSMITH-CLUSTER-002"),
  /** The API server rejected an object as invalid. */
  CLUSTER_REJECTED("PODSMITH-CLUSTER-003"),
  /** A required object does not exist. */
  CLUSTER_NOT_FOUND("PODSMITH-CLUSTER-004"),
  /** A request to the API server failed for another reason. */
  CLUSTER_FAILED("PODSMITH-CLUSTER-005"),
  /** An object that must be created already exists and belongs to another application. */
  CLUSTER_CONFLICT("PODSMITH-CLUSTER-006"),
  /** The objects of an atomic submission were not complete in time, and it was undone. */
  CLUSTER_SUBMISSION_EXPIRED("PODSMITH-CLUSTER-007"),

  /** The driver failed. */
  APP_FAILED("PODSMITH-APP-001"),
  /** Too many executors failed. */
  APP_EXECUTOR_FAILURES("PODSMITH-APP-002"),
  /** The application requested more executors than its limit for all executors ever created. */
  APP_EXECUTOR_LIMIT("PODSMITH-APP-003"),
  /** No executor can start: its image cannot be pulled or its container cannot be created. */
  APP_EXECUTORS_CANNOT_START("PODSMITH-APP-004"),
  /** A custom allocator failed. */
  APP_ALLOCATOR("PODSMITH-APP-005"),
  /** Executor management failed because of an internal error. */
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

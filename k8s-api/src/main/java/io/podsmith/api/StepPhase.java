// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api;

import org.apiguardian.api.API;

/**
 * The phases in which a pod is built, in the order of the constants.
 *
 * <p>A step runs after all steps of earlier phases. Within a phase, {@link
 * FeatureStepFactory#before()} and {@link FeatureStepFactory#after()} determine the order, then the
 * id. Spark's built-in steps use the phases up to {@link #LOCAL_STORAGE}, so a step in {@link
 * #EXTENSIONS}, the default, receives the pod as Spark would have created it.
 *
 * <p>Expect more constants in later minor versions, between the existing ones.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum StepPhase {
  /** Names, labels, image, resources, ports and environment of the pod and of Spark's container. */
  POD_BASICS,
  /** Service accounts and credentials for the API server. */
  CREDENTIALS,
  /** Services and the address of the driver. */
  NETWORKING,
  /** Secrets that are mounted or passed as environment variables. */
  SECRETS,
  /** Volumes that the user configured. */
  VOLUMES,
  /** The command line of the application. */
  APPLICATION,
  /** Configuration of Hadoop, Kerberos and pod templates. */
  CONFIGURATION,
  /** Scratch directories; depends on the volumes that earlier phases have mounted. */
  LOCAL_STORAGE,
  /** Third-party steps, unless they specify another phase. */
  EXTENSIONS,
  /** Checks of the complete pod and settings that the platform enforces. */
  POLICY
}

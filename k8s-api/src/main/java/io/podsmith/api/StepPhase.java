package io.podsmith.api;

import org.apiguardian.api.API;

/**
 * The stations that a pod passes while it is built, in the order of the constants.
 *
 * <p>A step runs after all steps of earlier phases. Within a phase {@link
 * FeatureStepFactory#before()} and {@link FeatureStepFactory#after()} decide, then the id. Spark's
 * own steps use the phases up to {@link #LOCAL_STORAGE}, so a step in {@link #EXTENSIONS}, the
 * default, sees the pod as Spark would have created it.
 *
 * <p>Expect more constants in later minor versions, between those that are here.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum StepPhase {
  /** Names, labels, image, resources, ports and environment of the pod and of Spark's container. */
  POD_BASICS,
  /** Service accounts and credentials for the API server. */
  CREDENTIALS,
  /** Services and how the driver is reached. */
  NETWORKING,
  /** Secrets that are mounted or handed over as environment. */
  SECRETS,
  /** Volumes that the application asked for. */
  VOLUMES,
  /** The command line of the application. */
  APPLICATION,
  /** Hadoop, Kerberos and template configuration. */
  CONFIGURATION,
  /** Scratch directories; looks at the volumes that are mounted by then. */
  LOCAL_STORAGE,
  /** What a platform adds: the place of third-party steps unless they say otherwise. */
  EXTENSIONS,
  /** Last word on the finished pod: checks and enforced settings. */
  POLICY
}

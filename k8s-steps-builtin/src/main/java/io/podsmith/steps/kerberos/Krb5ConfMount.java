// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.kerberos;

import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.api.SparkPod;
import io.podsmith.core.conf.keys.Constants;

/** Where drivers and executors have {@code krb5.conf}. */
final class Krb5ConfMount {
  static final String FILE_NAME = "krb5.conf";

  private Krb5ConfMount() {}

  /** Adds the volume and mounts its file, and nothing else, into {@code /etc}. */
  static SparkPod add(SparkPod pod, Volume volume) {
    return pod.editSpec(spec -> spec.addToVolumes(volume))
        .editContainer(
            container ->
                container
                    .addNewVolumeMount()
                    .withName(Constants.KRB_FILE_VOLUME)
                    .withMountPath(Constants.KRB_FILE_DIR_PATH + "/" + FILE_NAME)
                    .withSubPath(FILE_NAME)
                    .endVolumeMount());
  }
}

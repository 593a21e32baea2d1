// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import org.apiguardian.api.API;

/**
 * The source of a volume: a {@link HostPathVolume}, {@link PersistentVolumeClaimVolume}, {@link
 * EmptyDirVolume} or {@link NfsVolume}.
 *
 * <p>Expect more kinds in later minor versions.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface VolumeSource {}

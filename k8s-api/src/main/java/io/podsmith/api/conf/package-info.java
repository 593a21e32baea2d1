// SPDX-License-Identifier: Apache-2.0
/**
 * The configuration of the application and of the pod that is being built.
 *
 * <p>{@link io.podsmith.api.conf.KubernetesConf} has the attributes that both roles share; {@link
 * io.podsmith.api.conf.KubernetesDriverConf} and {@link
 * io.podsmith.api.conf.KubernetesExecutorConf} add those of one role. All are read-only and free of
 * Spark types. Most attributes are typed: use {@link io.podsmith.api.conf.KubernetesConf#volumes()}
 * instead of reading keys that start with {@code spark.kubernetes.driver.volumes.}.
 *
 * <p>A step defines its settings as {@link io.podsmith.api.conf.ConfigEntry} constants, each with
 * key, type, default, checks and documentation. There is no method that returns all settings: the
 * settings that a step reads are known, and secrets are not exposed.
 *
 * <p>The remaining types are value types, each with a {@code builder()}. Attributes that are added
 * later have a default, so existing builder calls continue to compile.
 *
 * <p>The engine implements the interfaces; steps read them; tests of steps obtain them from the
 * test kit.
 */
@NullMarked
@PublicValueStyle
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.api.conf;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

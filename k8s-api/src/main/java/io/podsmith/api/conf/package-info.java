/**
 * What a step may know about the application and the pod that is being built.
 *
 * <p>{@link io.podsmith.api.conf.KubernetesConf} is what both roles share; {@link
 * io.podsmith.api.conf.KubernetesDriverConf} and {@link
 * io.podsmith.api.conf.KubernetesExecutorConf} add what only one of them has. All are read-only
 * views without Spark types. Most questions have a typed answer: {@link
 * io.podsmith.api.conf.KubernetesConf#volumes()} rather than thirty keys that begin with {@code
 * spark.kubernetes.driver.volumes.}.
 *
 * <p>A step reads settings of its own through {@link io.podsmith.api.conf.ConfigEntry}: one
 * constant that carries key, type, default, checks and documentation. No view hands out all
 * settings at once, so that what a step read can be told and secrets stay where they belong.
 *
 * <p>The remaining types are plain values, each with a {@code builder()}. They grow by attributes
 * that have a default, so a builder call that compiles today compiles tomorrow.
 *
 * <p>The engine implements the views; steps read them; tests of steps get them from the test kit.
 */
@NullMarked
@PublicValueStyle
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.api.conf;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

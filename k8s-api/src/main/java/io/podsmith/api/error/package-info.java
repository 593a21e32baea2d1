/**
 * How things go wrong, and what the person who reads the message should do about it.
 *
 * <p>Every failure that Podsmith reports on purpose is a {@link
 * io.podsmith.api.error.SparkKubernetesException} with an {@link io.podsmith.api.error.ErrorCode}:
 * a code that can be searched for and that never changes its meaning. The subclasses say where to
 * look: at a setting, at a step, at a plugin's jar, or at the cluster. Messages name the value that
 * was found, what is accepted, and what to change; they never carry secrets or whole pods.
 *
 * <p>The engine throws all of them; steps throw {@link
 * io.podsmith.api.error.InvalidConfigurationException} for settings of theirs, with codes of their
 * own if they like.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The exceptions of Podsmith and their error codes.
 *
 * <p>Every error that Podsmith reports is a {@link io.podsmith.api.error.PodsmithException} with an
 * {@link io.podsmith.api.error.ErrorCode}, which can be searched for and never changes its meaning.
 * The subclass names the source of the error: a setting, a step, a plugin's jar, or the cluster.
 * Messages contain the invalid value, the accepted values, and what to change; they never contain
 * secrets or complete pods.
 *
 * <p>The engine throws all of them. Steps throw {@link
 * io.podsmith.api.error.InvalidConfigurationException} for their settings, with Podsmith's error
 * codes or custom ones.
 */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

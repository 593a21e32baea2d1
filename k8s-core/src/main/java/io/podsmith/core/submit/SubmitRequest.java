// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;

/**
 * One submission.
 *
 * @param settings as the user gave them, {@code spark.master} included
 * @param application what to run
 * @param runtime what only Spark can tell; {@link SparkRuntime#standalone} where it is not there
 */
public record SubmitRequest(
    SparkSettings settings, Application application, SparkRuntime runtime) {}

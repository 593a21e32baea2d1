// SPDX-License-Identifier: Apache-2.0
/**
 * Submits an application: creates the driver and what it needs, watches it to its end, and answers
 * questions about it later.
 *
 * <p>{@link io.podsmith.core.submit.Submitter} takes a {@link
 * io.podsmith.core.submit.SubmitRequest} and returns a {@link
 * io.podsmith.core.submit.SubmissionResult}. {@link io.podsmith.core.submit.SubmissionControl} is
 * behind {@code spark-submit --kill} and {@code --status}. Neither needs Spark on the classpath.
 *
 * <p>Inside, {@code creation.DriverCreation} creates the objects in order and takes back what it
 * created when one fails, {@code DriverWatch} follows the driver's pod, and {@code PodWords} puts pods into
 * words.
 */
@NullMarked
package io.podsmith.core.submit;

import org.jspecify.annotations.NullMarked;

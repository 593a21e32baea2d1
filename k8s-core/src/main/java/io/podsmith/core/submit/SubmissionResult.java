package io.podsmith.core.submit;

import java.util.OptionalInt;

/**
 * How a submission ended.
 *
 * @param submissionId {@code namespace:pod}
 * @param phase the last phase that was seen
 * @param exitCode the exit code of Spark's container, empty where it was not waited for or is not
 *     known
 */
public record SubmissionResult(String submissionId, String phase, OptionalInt exitCode) {}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

/**
 * What a step was loaded from.
 *
 * @param origin in few words, for example {@code plugin logs (logs.jar)}
 * @param jar its path or address
 * @param version {@code Podsmith-Plugin-Version} or {@code Implementation-Version} of the jar's
 *     manifest, or empty
 * @param digest of the jar, for example {@code sha256:9f86d0…}, or empty where it is no file
 */
public record StepArtifact(String origin, String jar, String version, String digest) {}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One job and what it is expected to print.
 *
 * @param name the application's name, also that of the driver pod
 * @param isClusterMode whether the driver runs in the cluster
 * @param settings settings of this job alone
 * @param arguments main class, application and its arguments, as {@code spark-submit} takes them
 * @param expected found in what the driver prints
 */
record Job(
    String name,
    boolean isClusterMode,
    Map<String, String> settings,
    List<String> arguments,
    Pattern expected) {}

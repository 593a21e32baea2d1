// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import java.util.Map;

/**
 * An object that is created beside a pod.
 *
 * @param isBeforePod whether it must exist before the pod
 * @param writer who returned it
 * @param object the tree of its JSON form
 */
public record PlannedObject(boolean isBeforePod, Writer writer, Map<String, Object> object) {}

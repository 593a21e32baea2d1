// SPDX-License-Identifier: Apache-2.0
/**
 * Spark's names for what submits, kills and asks after drivers. The code is in {@link
 * io.podsmith.scheduler}.
 */
@NullMarked
package org.apache.spark.deploy.k8s.submit;

import org.jspecify.annotations.NullMarked;

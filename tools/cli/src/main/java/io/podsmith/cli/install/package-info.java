// SPDX-License-Identifier: Apache-2.0
/** Puts Podsmith's jars in place of Spark's own Kubernetes jar, and back. */
@NullMarked
package io.podsmith.cli.install;

import org.jspecify.annotations.NullMarked;

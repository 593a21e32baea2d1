// SPDX-License-Identifier: Apache-2.0
/** Fetches the jars of a version of Spark by their Maven coordinates or from a Python package. */
@NullMarked
package io.podsmith.diff.fetch;

import org.jspecify.annotations.NullMarked;

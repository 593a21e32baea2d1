// SPDX-License-Identifier: Apache-2.0
/** A Maven plugin for authors of steps: checks their jars, and documents and labels them. */
@NullMarked
package io.podsmith.maven;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Starts a cluster inside this JVM and submits real jobs to it, telling what happens. */
@NullMarked
package io.podsmith.examples.demo;

import org.jspecify.annotations.NullMarked;

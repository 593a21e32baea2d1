// SPDX-License-Identifier: Apache-2.0
/** The configuration files of Spark that a driver is created with. */
@NullMarked
package io.podsmith.core.builder.files;

import org.jspecify.annotations.NullMarked;

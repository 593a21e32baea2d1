// SPDX-License-Identifier: Apache-2.0
/** The typed views of a driver's and an executor's settings, which steps see. */
@NullMarked
package io.podsmith.core.conf.views;

import org.jspecify.annotations.NullMarked;

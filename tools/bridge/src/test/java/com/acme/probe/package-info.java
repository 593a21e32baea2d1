// SPDX-License-Identifier: Apache-2.0
/** Steps of a third party, which tests put into jars. */
@NullMarked
package com.acme.probe;

import org.jspecify.annotations.NullMarked;

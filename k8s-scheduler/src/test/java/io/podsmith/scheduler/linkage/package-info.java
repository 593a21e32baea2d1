// SPDX-License-Identifier: Apache-2.0
/** Finds in compiled classes what would not link against another version of Spark. */
package io.podsmith.scheduler.linkage;

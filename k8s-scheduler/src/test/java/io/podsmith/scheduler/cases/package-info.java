// SPDX-License-Identifier: Apache-2.0
/** Cases from public bug reports: {@code src/test/resources/cases}, and what has to happen. */
package io.podsmith.scheduler.cases;

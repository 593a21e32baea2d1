// SPDX-License-Identifier: Apache-2.0
/** A KDC and a secure HDFS for tests, in a process and with a class path of their own. */
package io.podsmith.scheduler.kerberos;

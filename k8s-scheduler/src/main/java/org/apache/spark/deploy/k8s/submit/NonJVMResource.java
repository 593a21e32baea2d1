// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s.submit;

/** Marks applications with processes beside the JVM. */
public interface NonJVMResource {}

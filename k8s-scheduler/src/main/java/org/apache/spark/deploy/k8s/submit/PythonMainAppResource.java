// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s.submit;

/** The file of an application in Python. */
public record PythonMainAppResource(String primaryResource)
    implements MainAppResource, NonJVMResource {}

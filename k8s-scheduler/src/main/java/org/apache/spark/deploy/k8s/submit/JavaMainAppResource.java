// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s.submit;

import scala.Option;

/** The jar of an application in Java or Scala. */
public record JavaMainAppResource(Option<String> primaryResource) implements MainAppResource {}

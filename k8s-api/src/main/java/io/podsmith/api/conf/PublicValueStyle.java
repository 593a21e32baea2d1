// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value;

/** Style of generated value types: the interface is public, the implementation is not. */
@Target({ElementType.PACKAGE, ElementType.TYPE})
@Retention(RetentionPolicy.SOURCE)
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    get = {"*"},
    allowedClasspathAnnotations = {Override.class})
@interface PublicValueStyle {}

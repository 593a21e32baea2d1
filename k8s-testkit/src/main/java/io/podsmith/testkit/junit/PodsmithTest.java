// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts an embedded cluster for the tests of a class and creates a namespace for each test.
 *
 * <pre>{@code
 * @PodsmithTest
 * class LogShipperClusterTest {
 *   @Test
 *   void startsOnANode(TestNamespace namespace) {
 *     Pod driver = namespace.create(JOB);
 *     namespace.awaitPod(driver, pod -> pod.getStatus().getPhase().equals("Running"));
 *   }
 * }
 * }</pre>
 *
 * <p>Parameters of tests and of their life cycle methods can have these types:
 *
 * <ul>
 *   <li>{@link TestNamespace}: the namespace of the test, created with the first parameter that
 *       refers to it;
 *   <li>{@link io.fabric8.kubernetes.client.KubernetesClient}: a client with administrator rights
 *       whose default namespace is that of the test;
 *   <li>{@link io.podsmith.testkit.cluster.EmbeddedCluster}: the cluster; the only one of these
 *       that is available to constructors, {@code @BeforeAll} and {@code @AfterAll}.
 * </ul>
 *
 * <p>The namespace is deleted when its test passes. When the test fails, the namespace is kept and
 * its content is printed to standard error: pods with their state, warnings and the end of their
 * logs, and the names of other objects. Values of Secrets are not printed.
 *
 * <p>Tests that run in parallel can share a cluster.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PodsmithExtension.class)
public @interface PodsmithTest {
  /**
   * Returns how long the cluster exists.
   *
   * @return {@link ClusterLifetime#RUN} by default: all classes with the same options share one
   *     cluster
   */
  ClusterLifetime cluster() default ClusterLifetime.RUN;

  /**
   * Returns the class that configures the cluster.
   *
   * @return by default, a cluster whose image is idle
   */
  Class<? extends ClusterOptions> options() default IdleCluster.class;

  /** The default: containers of every image run until they are stopped, and do nothing. */
  final class IdleCluster implements ClusterOptions {
    /** Called by the extension. */
    public IdleCluster() {}

    @Override
    public io.podsmith.testkit.cluster.EmbeddedCluster.Builder configure(
        io.podsmith.testkit.cluster.EmbeddedCluster.Builder builder) {
      return builder;
    }
  }
}

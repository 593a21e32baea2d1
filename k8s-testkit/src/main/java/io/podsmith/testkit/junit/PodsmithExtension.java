// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.junit;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Gives tests a cluster and a namespace, and reports the namespace of a failed test. */
final class PodsmithExtension implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(PodsmithExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestNamespace.class
        || type == KubernetesClient.class
        || type == EmbeddedCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == EmbeddedCluster.class) {
      return cluster(context);
    }
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "a %s belongs to one test and is not available to constructors, @BeforeAll and @AfterAll;"
                  .formatted(type.getSimpleName())
              + " use it in a test, @BeforeEach or @AfterEach, or use EmbeddedCluster here");
    }
    TestNamespace namespace = namespace(context);
    return type == TestNamespace.class ? namespace : namespace.client();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestNamespace namespace = context.getStore(STORE).get(TestNamespace.class, TestNamespace.class);
    if (namespace == null) {
      return;
    }
    if (context.getExecutionException().isPresent()) {
      System.err.printf(
          "%s failed%n%s", context.getDisplayName(), new NamespaceReport(namespace).text());
    } else {
      namespace.delete();
    }
  }

  private static TestNamespace namespace(ExtensionContext context) {
    return context
        .getStore(STORE)
        .getOrComputeIfAbsent(
            TestNamespace.class,
            key ->
                TestNamespace.create(cluster(context), context.getRequiredTestMethod().getName()),
            TestNamespace.class);
  }

  private static EmbeddedCluster cluster(ExtensionContext context) {
    PodsmithTest test = annotation(context);
    ExtensionContext owner =
        test.cluster() == ClusterLifetime.RUN ? context.getRoot() : classOf(context);
    return owner
        .getStore(STORE)
        .getOrComputeIfAbsent(
            test.options(), options -> new RunningCluster(start(options)), RunningCluster.class)
        .cluster();
  }

  /** Returns the context of the outermost class, so that nested classes share its cluster. */
  private static ExtensionContext classOf(ExtensionContext context) {
    ExtensionContext found = context;
    ExtensionContext next = context;
    while (next.getParent().isPresent()) {
      if (next.getTestClass().isPresent() && next.getTestMethod().isEmpty()) {
        found = next;
      }
      next = next.getParent().get();
    }
    return found;
  }

  private static PodsmithTest annotation(ExtensionContext context) {
    for (ExtensionContext next = context; ; next = next.getParent().orElseThrow()) {
      var found =
          next.getTestClass()
              .flatMap(type -> AnnotationSupport.findAnnotation(type, PodsmithTest.class));
      if (found.isPresent()) {
        return found.get();
      }
    }
  }

  private static EmbeddedCluster start(Class<? extends ClusterOptions> options) {
    EmbeddedCluster.Builder builder = EmbeddedCluster.builder().defaultImage(NodeImage.idle());
    ClusterOptions configured;
    try {
      configured = ReflectionSupport.newInstance(options);
    } catch (Exception e) { // JUnit throws checked exceptions that it does not declare
      throw new ExtensionConfigurationException(
          "cannot create %s; @PodsmithTest(options) needs a constructor without parameters"
              .formatted(options.getName()),
          e);
    }
    return Objects.requireNonNull(
            configured.configure(builder), options.getName() + ".configure() returned null")
        .start();
  }

  /**
   * Closes the cluster with the store of its owner. JUnit before 5.13 knows only the first
   * interface, and later versions warn without the second.
   */
  @SuppressWarnings("deprecation")
  private record RunningCluster(EmbeddedCluster cluster)
      implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    @Override
    public void close() {
      cluster.close();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.scheduler.allocator.PodsAllocator;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instantiates the allocator whose class the user has configured. */
public final class CustomAllocatorLoader {
  private static final String KEY = ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR.key();
  private static final String UPSTREAM = "AbstractPodsAllocator";

  private CustomAllocatorLoader() {}

  /**
   * Loads the class as the driver's code is loaded, and makes an instance.
   *
   * @throws InvalidConfigurationException where there is no such class or it is no allocator
   */
  public static PodsAllocator load(String className) {
    Class<?> found = find(className);
    if (!PodsAllocator.class.isAssignableFrom(found)) {
      throw isUpstreams(found)
          ? writtenForUpstream(className, null)
          : refused(className, "does not implement " + PodsAllocator.class.getName(), null);
    }
    try {
      return (PodsAllocator) found.getConstructor().newInstance();
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw refused(className, "is not a public class with a public no-argument constructor", e);
    } catch (InvocationTargetException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw refused(className, "cannot be instantiated: " + cause, cause);
    }
  }

  private static Class<?> find(String className) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? CustomAllocatorLoader.class.getClassLoader() : context;
    try {
      return Class.forName(className, true, loader);
    } catch (ClassNotFoundException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_INVALID,
          KEY,
          KEY
              + " is '"
              + className
              + "' but must be 'direct', 'statefulset', 'deployment' or the name of a class on the"
              + " driver's classpath; choose one of them, or add the jar of the class",
          e);
    } catch (LinkageError e) {
      if (String.valueOf(e.getMessage()).contains(UPSTREAM)) {
        throw writtenForUpstream(className, e);
      }
      throw refused(className, "cannot be loaded: " + e, e);
    }
  }

  private static boolean isUpstreams(Class<?> found) {
    for (Class<?> each = found; each != null; each = each.getSuperclass()) {
      if (each.getSimpleName().equals(UPSTREAM)) {
        return true;
      }
    }
    return false;
  }

  private static InvalidConfigurationException writtenForUpstream(
      String className, @Nullable Throwable cause) {
    return refused(
        className,
        "is written for Spark's resource manager (" + UPSTREAM + "), whose types are not available",
        cause);
  }

  private static InvalidConfigurationException refused(
      String className, String why, @Nullable Throwable cause) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_INVALID,
        KEY,
        KEY
            + " is '"
            + className
            + "', which "
            + why
            + "; use a public class that implements "
            + PodsAllocator.class.getName()
            + ", or one of 'direct', 'statefulset' and 'deployment'",
        cause);
  }
}

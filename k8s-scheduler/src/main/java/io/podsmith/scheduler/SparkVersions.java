// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkMasterRegex;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.deploy.SparkSubmit$;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManager.BlockStoreUpdater;
import org.apache.spark.storage.BlockManager.TempFileBasedBlockStoreUpdater;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.Utils$;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;

/**
 * Calls what differs between the versions of Spark that these classes run on (4.0 to 4.3). Code
 * elsewhere uses only what all versions have; {@code .ci/stock-spark} checks the finished jars
 * against each version.
 */
public final class SparkVersions {
  private SparkVersions() {}

  /** Returns whether this is a master of Kubernetes. Spark has a method for it since 4.1. */
  public static boolean isKubernetes(@Nullable String master) {
    return master != null && SparkMasterRegex.KUBERNETES_REGEX().matches(master);
  }

  /** Returns the local directories of this process. */
  public static String[] localDirs(SparkConf conf) {
    return (String[]) callUtils("getConfiguredLocalDirs", conf);
  }

  /** Returns Java options ({@code -D}) for the settings whose keys match the filter. */
  @SuppressWarnings("unchecked")
  public static Seq<String> javaOptions(SparkConf conf, Function1<String, Object> filter) {
    return (Seq<String>) callUtils("sparkJavaOpts", conf, filter);
  }

  /** Switches structured logging on or off, as these settings require. */
  public static void resetStructuredLogging(SparkConf conf) {
    callUtils("resetStructuredLogging", conf);
  }

  /**
   * Returns the exception that ends {@code spark-submit} with an exit code.
   *
   * <p>SparkSubmit prints the stack trace of the cause since Spark 4.1. Spark 4.0 cannot hold a
   * cause and prints nothing, so that this method prints it there.
   */
  public static SparkUserAppException exitException(int exitCode, Throwable cause) {
    try {
      Constructor<?> constructor = SparkUserAppException.class.getConstructors()[0];
      if (constructor.getParameterCount() == 2) {
        return (SparkUserAppException) constructor.newInstance(exitCode, cause);
      }
      cause.printStackTrace();
      return (SparkUserAppException) constructor.newInstance(exitCode);
    } catch (ReflectiveOperationException e) {
      throw unsupported("cannot end spark-submit with exit code %d".formatted(exitCode), e);
    }
  }

  /**
   * Replaces the exit codes with which SparkSubmit ends this process.
   *
   * @param replacement receives an exit code and returns the one to use; called before the JVM ends
   */
  public static void replaceExitCode(IntUnaryOperator replacement) {
    SparkSubmit$ submit = SparkSubmit$.MODULE$;
    // Since Spark 4.1, the function also receives the cause.
    Object replaced = call(submit, "exitFn");
    call(
        submit,
        "exitFn_$eq",
        replaced instanceof Function2<?, ?, ?>
            ? replacedWithCause(replaced, replacement)
            : replacedWithoutCause(replaced, replacement));
  }

  @SuppressWarnings("unchecked")
  private static Function2<Object, Object, Object> replacedWithCause(
      Object replaced, IntUnaryOperator replacement) {
    Function2<Object, Object, Object> exit = (Function2<Object, Object, Object>) replaced;
    return (code, cause) -> exit.apply(replacement.applyAsInt((Integer) code), cause);
  }

  @SuppressWarnings("unchecked")
  private static Function1<Object, Object> replacedWithoutCause(
      Object replaced, IntUnaryOperator replacement) {
    Function1<Object, Object> exit = (Function1<Object, Object>) replaced;
    return code -> exit.apply(replacement.applyAsInt((Integer) code));
  }

  /** Makes a file a block on the disk of this executor; the file moves. */
  public static void saveBlock(BlockManager blocks, BlockId id, File file) {
    blockUpdater(
            blocks,
            id,
            StorageLevel.DISK_ONLY(),
            ClassTag$.MODULE$.Object(),
            file,
            file.length(),
            true,
            false)
        .save();
  }

  /** Spark 4.2 added parameters at the end, each with a default, which is used. */
  private static BlockStoreUpdater<?> blockUpdater(BlockManager blocks, Object... known) {
    try {
      Constructor<?> constructor = TempFileBasedBlockStoreUpdater.class.getConstructors()[0];
      Object companion = blocks.TempFileBasedBlockStoreUpdater();
      Object[] values = new Object[constructor.getParameterCount()];
      // In a class file the block manager itself, whose inner class this is, goes first.
      values[0] = blocks;
      System.arraycopy(known, 0, values, 1, known.length);
      for (int i = known.length + 1; i < values.length; i++) {
        values[i] = companion.getClass().getMethod("apply$default$" + i).invoke(companion);
      }
      return (BlockStoreUpdater<?>) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw unsupported("cannot create blocks from files", e);
    }
  }

  /**
   * Calls a method whose first parameter is a {@code SparkConf} in Spark 4.0 and a {@code
   * ReadOnlySparkConf} in later versions.
   */
  private static Object callUtils(String name, Object... arguments) {
    return call(Utils$.MODULE$, name, arguments);
  }

  private static Object call(Object target, String name, Object... arguments) {
    Method method =
        Stream.of(target.getClass().getMethods())
            .filter(each -> each.getName().equals(name))
            .filter(each -> each.getParameterCount() == arguments.length)
            .findFirst()
            .orElseThrow(() -> unsupported("it has no %s".formatted(name), null));
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw SparkFailures.unchecked(e.getTargetException());
    } catch (IllegalAccessException e) {
      throw unsupported("%s is not public".formatted(name), e);
    }
  }

  private static IllegalStateException unsupported(String what, @Nullable Throwable cause) {
    return new IllegalStateException(
        "Spark %s is not supported: %s. Podsmith runs on Spark 4.0 to 4.3"
            .formatted(org.apache.spark.package$.MODULE$.SPARK_VERSION(), what),
        cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Settings that a step reads but that no step declares. Podsmith does not check their values before
 * anything is created, does not redact their secrets, and does not document them.
 */
final class UndeclaredSettings {
  /** What follows {@code spark.} in settings of Spark and Podsmith. */
  private static final Set<String> OF_SPARK =
      Set.of(
          ("acls admin api app appStateStore archives authenticate barrier block blockManager"
                  + " broadcast buffer checkpoint cleaner connect cores decommission default deploy"
                  + " diskStore driver dynamicAllocation eventLog excludeOnFailure executor"
                  + " executorEnv extraListeners files hadoop hadoopRDD history hive io jars job"
                  + " kafka kerberos kryo kryoserializer kubernetes launcher local locality log"
                  + " logConf logging master maxRemoteBlockSizeFetchToMem memory metrics ml mllib"
                  + " modify network plugins podsmith port pyspark python r rdd redaction reducer"
                  + " repl resources rpc scheduler security serializer shuffle shutdown sparkr"
                  + " speculation sql ssl stage standalone storage streaming submit task taskMetrics"
                  + " ui unsafe user worker yarn")
              .split(" "));

  private final Set<String> read = new ConcurrentSkipListSet<>();

  private UndeclaredSettings() {}

  /** Returns the undeclared keys that the step of a factory reads in a configuration. */
  static Set<String> of(FeatureStepFactory factory, KubernetesConf conf) {
    UndeclaredSettings settings = new UndeclaredSettings();
    KubernetesConf view =
        conf instanceof KubernetesDriverConf driver
            ? settings.view(KubernetesDriverConf.class, driver)
            : settings.view(KubernetesExecutorConf.class, (KubernetesExecutorConf) conf);
    factory.create(view).ifPresent(StepOutcome::of);
    Set<String> undeclared = new TreeSet<>(settings.read);
    undeclared.removeIf(key -> key.startsWith("spark.") && OF_SPARK.contains(key.split("\\.")[1]));
    if (!undeclared.isEmpty()) {
      // several steps of a jar may read a setting that one of them declares
      declared(factory).forEach(undeclared::remove);
    }
    return undeclared;
  }

  private static Stream<String> declared(FeatureStepFactory factory) {
    Iterable<FeatureStepFactory> others =
        ServiceLoader.load(FeatureStepFactory.class, factory.getClass().getClassLoader());
    return Stream.concat(Stream.of(factory), StreamSupport.stream(others.spliterator(), false))
        .flatMap(each -> each.configEntries().stream())
        .map(ConfigEntry::key);
  }

  private <T extends KubernetesConf> T view(Class<T> type, T conf) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof ConfigEntry<?> entry) {
                read.add(entry.key());
              }
              try {
                return method.invoke(conf, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}

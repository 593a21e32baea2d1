// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Holds the built-in steps to what every step owes, with the kit that authors use. */
class BuiltInContractTest {
  private static final String FILES = "src/test/resources/golden/files/";

  @Test
  void coversEveryStep() {
    assertThat(
            Arrays.stream(BuiltInContractTest.class.getDeclaredClasses())
                .filter(FeatureStepContract.class::isAssignableFrom)
                .filter(c -> !Modifier.isAbstract(c.getModifiers()))
                .map(Class::getSimpleName)
                .collect(Collectors.toSet()))
        .as("add a nested class for the new step, named as its factory")
        .isEqualTo(
            BuiltInSteps.byId().values().stream()
                .map(f -> f.getClass().getSimpleName().replace("FeatureStepFactory", ""))
                .collect(Collectors.toSet()));
  }

  /** A contract for the step whose factory is called as the nested class. */
  abstract static class Contract extends FeatureStepContract {
    @Override
    protected FeatureStepFactory factory() {
      String name = getClass().getSimpleName() + "FeatureStepFactory";
      return BuiltInSteps.byId().values().stream()
          .filter(f -> f.getClass().getSimpleName().equals(name))
          .findFirst()
          .orElseThrow();
    }

    @Override
    protected Map<String, String> settings() {
      return Map.of();
    }
  }

  /** A contract for a step that every pod has. */
  abstract static class ContractOfAlways extends Contract {
    @Override
    protected boolean isOptIn() {
      return false;
    }
  }

  @Nested
  class Restricted extends Contract {
    @Override
    protected Map<String, String> settings() {
      return Map.of("spark.podsmith.restricted", "true");
    }
  }

  @Nested
  class DriverBasics extends ContractOfAlways {
    @Override
    protected Set<String> ownedFields() {
      return Set.of("metadata.name", "container.image");
    }
  }

  @Nested
  class ExecutorBasics extends ContractOfAlways {
    @Override
    protected Set<String> ownedFields() {
      return Set.of("metadata.name", "container.image");
    }
  }

  @Nested
  class ExecutorConf extends ContractOfAlways {}

  @Nested
  class DriverCredentials extends ContractOfAlways {
    @Override
    protected Map<String, String> settings() {
      return Map.of(
          "spark.kubernetes.authenticate.driver.oauthToken",
          "s3cret",
          "spark.kubernetes.authenticate.driver.caCertFile",
          FILES + "ca.pem");
    }
  }

  @Nested
  class ExecutorCredentials extends Contract {
    @Override
    protected Map<String, String> settings() {
      return Map.of("spark.kubernetes.authenticate.executor.serviceAccountName", "spark");
    }
  }

  @Nested
  class DriverService extends ContractOfAlways {}

  @Nested
  class MountSecrets extends Contract {
    @Override
    protected Map<String, String> settings(PodRole role) {
      return Map.of("spark.kubernetes." + role.label() + ".secrets.db", "/etc/db");
    }
  }

  @Nested
  class EnvSecrets extends Contract {
    @Override
    protected Map<String, String> settings(PodRole role) {
      return Map.of("spark.kubernetes." + role.label() + ".secretKeyRef.PASSWORD", "db:password");
    }
  }

  @Nested
  class MountVolumes extends Contract {
    @Override
    protected Map<String, String> settings(PodRole role) {
      String claim = "spark.kubernetes." + role.label() + ".volumes.persistentVolumeClaim.data.";
      return Map.of(
          claim + "mount.path", "/data",
          claim + "options.claimName", "OnDemand",
          claim + "options.storageClass", "gp3",
          claim + "options.sizeLimit", "10Gi");
    }
  }

  @Nested
  class DriverCommand extends ContractOfAlways {}

  @Nested
  class DriverHadoopConf extends Contract {
    @Override
    protected TestConf confs(PodRole role, Map<String, String> settings) {
      TestConf confs = TestConf.with(settings);
      return settings.isEmpty() ? confs : confs.env("HADOOP_CONF_DIR", FILES + "hadoop");
    }

    @Override
    protected Map<String, String> settings() {
      return Map.of("spark.app.name", "hadoop");
    }
  }

  @Nested
  class ExecutorHadoopConf extends Contract {
    @Override
    protected Map<String, String> settings() {
      return Map.of("spark.kubernetes.executor.hadoopConfigMapName", "company");
    }
  }

  @Nested
  class Kerberos extends ContractOfAlways {
    @Override
    protected Map<String, String> settings(PodRole role) {
      return role == PodRole.EXECUTOR
          ? Map.of("spark.kubernetes.kerberos.krb5.configMapName", "realm")
          : Map.of(
              "spark.kerberos.keytab", FILES + "alice.keytab",
              "spark.kerberos.principal", "alice@EXAMPLE.ORG",
              "spark.kubernetes.kerberos.krb5.path", FILES + "krb5-test.conf");
    }
  }

  @Nested
  class PodTemplate extends Contract {
    @Override
    protected Map<String, String> settings() {
      return Map.of("spark.kubernetes.executor.podTemplateFile", FILES + "template.yaml");
    }
  }

  @Nested
  class LocalDirs extends ContractOfAlways {
    @Override
    protected Map<String, String> settings() {
      // without a folder each pod gets one of a random name
      return Map.of("spark.local.dir", "/scratch");
    }
  }

  @Nested
  class NetworkPolicy extends Contract {
    @Override
    protected Map<String, String> settings() {
      return Map.of("spark.podsmith.networkPolicy.enabled", "true");
    }
  }

  @Nested
  class Volcano extends Contract {
    @Override
    protected Map<String, String> settings(PodRole role) {
      return Map.of(
          "spark.kubernetes." + role.label() + ".pod.featureSteps",
          "spark.volcano",
          "spark.kubernetes.scheduler.volcano.podGroupTemplateFile",
          FILES + "pod-group.yaml");
    }
  }
}

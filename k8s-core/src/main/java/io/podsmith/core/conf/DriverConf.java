package io.podsmith.core.conf;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.*;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** TODO. */
public final class DriverConf implements KubernetesDriverConf {
  private DriverConf() {}

  /** TODO. */
  public static DriverConf create(
      SparkSettings settings, SparkRuntime runtime, Application application) {
    throw new UnsupportedOperationException();
  }

  /** TODO. */
  public SparkSettings settings() {
    throw new UnsupportedOperationException();
  }

  @Override
  public PodRole role() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T get(ConfigEntry<T> entry) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean contains(ConfigEntry<?> entry) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> getAllWithPrefix(String prefix) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> environmentVariable(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SparkFiles files() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String appId() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String appName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String sparkVersion() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String sparkUser() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String namespace() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String resourceNamePrefix() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String podName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String image() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String imagePullPolicy() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> imagePullSecrets() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> labels() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> annotations() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> environment() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> nodeSelector() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> schedulerName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> secretNamesToMountPaths() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, SecretKeyReference> secretEnvironment() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<VolumeSpec> volumes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<CustomResource> customResources() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isDecommissioningEnabled() {
    throw new UnsupportedOperationException();
  }

  @Override
  public MainAppResource mainAppResource() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String mainClass() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> appArgs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> proxyUser() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String driverServiceName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> serviceLabels() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, String> serviceAnnotations() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<byte[]> delegationTokens() {
    throw new UnsupportedOperationException();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.EmptyDirVolume;
import io.podsmith.api.conf.HostPathVolume;
import io.podsmith.api.conf.NfsVolume;
import io.podsmith.api.conf.PersistentVolumeClaimVolume;
import io.podsmith.api.conf.VolumeSource;
import io.podsmith.api.conf.VolumeSpec;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.names.NameRules;
import io.podsmith.core.conf.names.QuantityRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads volumes from settings of the form {@code <prefix><type>.<name>.<property>}.
 *
 * <p>What Kubernetes would refuse later, or never mount, is refused here.
 */
final class VolumeParser {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeParser.class);
  private static final String HOST_PATH = KeyPrefixes.KUBERNETES_VOLUMES_HOSTPATH_TYPE;
  private static final String CLAIM = KeyPrefixes.KUBERNETES_VOLUMES_PVC_TYPE;
  private static final String EMPTY_DIR = KeyPrefixes.KUBERNETES_VOLUMES_EMPTYDIR_TYPE;
  private static final String NFS = KeyPrefixes.KUBERNETES_VOLUMES_NFS_TYPE;
  private static final String MOUNT_PATH = KeyPrefixes.KUBERNETES_VOLUMES_MOUNT_PATH_KEY;
  private static final String SUB_PATH = KeyPrefixes.KUBERNETES_VOLUMES_MOUNT_SUBPATH_KEY;
  private static final String SUB_PATH_EXPR = KeyPrefixes.KUBERNETES_VOLUMES_MOUNT_SUBPATHEXPR_KEY;
  private static final String CLAIM_ON_DEMAND = "OnDemand";
  private static final String SIZE = KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_SIZE_LIMIT_KEY;

  private static final Set<String> MOUNT_PROPERTIES =
      Set.of(
          MOUNT_PATH, SUB_PATH, SUB_PATH_EXPR, KeyPrefixes.KUBERNETES_VOLUMES_MOUNT_READONLY_KEY);
  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          HOST_PATH,
          Set.of(
              KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_PATH_KEY,
              KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_TYPE_KEY),
          CLAIM,
          Set.of(
              KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_CLAIM_NAME_KEY,
              KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_CLAIM_STORAGE_CLASS_KEY,
              SIZE),
          EMPTY_DIR,
          Set.of(KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_MEDIUM_KEY, SIZE),
          NFS,
          Set.of(
              KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_PATH_KEY,
              KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_SERVER_KEY));

  private static final Set<String> HOST_PATH_TYPES =
      Set.of(
          "",
          "DirectoryOrCreate",
          "Directory",
          "FileOrCreate",
          "File",
          "Socket",
          "CharDevice",
          "BlockDevice");
  private static final Pattern MEDIUM = Pattern.compile("|Memory|HugePages(-.+)?");

  private final boolean isFirstReader;
  private final String prefix;
  private final SortedMap<String, String> properties;

  private VolumeParser(String prefix, SortedMap<String, String> properties, boolean isFirstReader) {
    this.isFirstReader = isFirstReader;
    this.prefix = prefix;
    this.properties = properties;
  }

  /**
   * Reads all volumes.
   *
   * @param prefix for example {@code spark.kubernetes.driver.volumes.}
   * @return the volumes, sorted by type and name
   */
  static List<VolumeSpec> parse(SparkSettings settings, String prefix) {
    SortedMap<String, SortedMap<String, String>> byVolume = new TreeMap<>();
    settings
        .withPrefix(prefix)
        .forEach(
            (key, value) -> {
              String[] parts = key.split("\\.", 3);
              if (parts.length < 3) {
                throw new InvalidConfigurationException(
                    PodsmithError.CONF_VOLUME,
                    prefix + key,
                    prefix
                        + key
                        + " has no property; write "
                        + prefix
                        + "<type>.<name>.mount.path"
                        + " and the like");
              }
              byVolume
                  .computeIfAbsent(parts[0] + "." + parts[1], v -> new TreeMap<>())
                  .put(parts[2], value);
            });
    // a submission has warned already of what its driver reads again
    boolean isFirstReader = !settings.get(ClusterKeys.KUBERNETES_DRIVER_SUBMIT_CHECK);
    List<VolumeSpec> volumes = new ArrayList<>();
    byVolume.forEach(
        (volume, properties) -> {
          int dot = volume.indexOf('.');
          volumes.add(
              new VolumeParser(prefix + volume + ".", properties, isFirstReader)
                  .read(volume.substring(0, dot), volume.substring(dot + 1)));
        });
    refuseSharedNamesAndPaths(prefix, volumes);
    return Collections.unmodifiableList(volumes);
  }

  private VolumeSpec read(String type, String name) {
    VolumeSource source = source(type);
    if (isFirstReader) {
      warnOfUnknownProperties(type);
    }
    if (!NameRules.isDnsLabel(name)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_NAME,
          prefix,
          prefix
              + "*: '"
              + name
              + "' is the name of a volume but must be "
              + NameRules.DNS_LABEL
              + "; rename the settings");
    }
    if (properties.containsKey(SUB_PATH) && properties.containsKey(SUB_PATH_EXPR)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_VOLUME,
          prefix + SUB_PATH,
          prefix
              + SUB_PATH
              + " and "
              + prefix
              + SUB_PATH_EXPR
              + " are both set, but only one of them is allowed; remove one");
    }
    return VolumeSpec.builder()
        .name(name)
        .mountPath(mountPath())
        .subPath(relative(SUB_PATH))
        .subPathExpr(relative(SUB_PATH_EXPR))
        .isReadOnly(readOnly())
        .source(source)
        .build();
  }

  private void warnOfUnknownProperties(String type) {
    List<String> unknown = unknownProperties(type, properties.keySet());
    if (!unknown.isEmpty()) {
      LOG.warn(
          "A volume of type {} has no properties {}: {}* settings for them have no effect",
          type,
          unknown,
          prefix);
    }
    List<String> ofNewClaims = propertiesOfNewClaims(type, properties.keySet());
    if (!ofNewClaims.isEmpty()) {
      LOG.warn(
          "{}* has {}, which have no effect on an existing claim; a claim is created only if both"
              + " {} and {} are set",
          prefix,
          ofNewClaims,
          KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_CLAIM_STORAGE_CLASS_KEY,
          SIZE);
    }
  }

  /** Returns those properties that describe a claim to be created, where none is created. */
  static List<String> propertiesOfNewClaims(String type, Collection<String> properties) {
    String storageClass = KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_CLAIM_STORAGE_CLASS_KEY;
    boolean isNew = properties.contains(storageClass) && properties.contains(SIZE);
    return !type.equals(CLAIM) || isNew
        ? List.of()
        : properties.stream()
            .filter(p -> p.equals(storageClass) || p.equals(SIZE) || isLabelOrAnnotation(p))
            .toList();
  }

  /** Returns those properties that a volume of a type does not have. */
  static List<String> unknownProperties(String type, Collection<String> properties) {
    Set<String> options = OPTIONS.getOrDefault(type, Set.of());
    return properties.stream()
        .filter(p -> !MOUNT_PROPERTIES.contains(p))
        .filter(p -> !options.contains(p))
        .filter(p -> !(type.equals(CLAIM) && isLabelOrAnnotation(p)))
        .toList();
  }

  private static boolean isLabelOrAnnotation(String property) {
    return property.startsWith(KeyPrefixes.KUBERNETES_VOLUMES_LABEL_KEY)
        || property.startsWith(KeyPrefixes.KUBERNETES_VOLUMES_ANNOTATION_KEY);
  }

  private VolumeSource source(String type) {
    if (type.equals(HOST_PATH)) {
      return hostPath();
    }
    if (type.equals(CLAIM)) {
      return claim();
    }
    if (type.equals(EMPTY_DIR)) {
      return emptyDir();
    }
    if (type.equals(NFS)) {
      return nfs();
    }
    throw new InvalidConfigurationException(
        PodsmithError.CONF_VOLUME,
        prefix,
        prefix
            + "*: the type of a volume is '"
            + type
            + "' but must be one of "
            + String.join(", ", HOST_PATH, CLAIM, EMPTY_DIR, NFS)
            + "; rename the settings");
  }

  private VolumeSource hostPath() {
    String path = required(KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_PATH_KEY);
    refuseBacksteps(KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_PATH_KEY, path);
    String type =
        checked(
                KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_TYPE_KEY,
                HOST_PATH_TYPES::contains,
                "one of DirectoryOrCreate, Directory, FileOrCreate, File, Socket, CharDevice,"
                    + " BlockDevice",
                "change it, or remove it to skip the check")
            .orElse("");
    return HostPathVolume.builder().path(path).type(type).build();
  }

  private VolumeSource claim() {
    return PersistentVolumeClaimVolume.builder()
        .claimName(claimName())
        .storageClass(
            checked(
                KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_CLAIM_STORAGE_CLASS_KEY,
                name -> name.isEmpty() || NameRules.isDnsSubdomain(name),
                NameRules.DNS_SUBDOMAIN + ", or empty for none",
                "use the name of a storage class"))
        .size(size())
        .putAllLabels(labels())
        .putAllAnnotations(annotations())
        .build();
  }

  private String claimName() {
    String property = KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_CLAIM_NAME_KEY;
    String name = required(property);
    String likely = name.replace(CLAIM_ON_DEMAND, "x").replace(Constants.ENV_EXECUTOR_ID, "1");
    if (!NameRules.isDnsSubdomain(likely)) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_NAME,
          prefix + property,
          name,
          NameRules.DNS_SUBDOMAIN
              + ", in which "
              + CLAIM_ON_DEMAND
              + " and "
              + Constants.ENV_EXECUTOR_ID
              + " stand for names",
          "change the name");
    }
    return name;
  }

  private VolumeSource emptyDir() {
    return EmptyDirVolume.builder()
        .medium(
            checked(
                KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_MEDIUM_KEY,
                medium -> MEDIUM.matcher(medium).matches(),
                "Memory, HugePages or HugePages-<size>",
                "change it, or remove it to use the disk of the node"))
        .sizeLimit(size())
        .build();
  }

  private VolumeSource nfs() {
    String path = required(KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_PATH_KEY);
    if (!path.startsWith("/")) {
      throw refusal(
          KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_PATH_KEY, path, "absolute", "start it with '/'");
    }
    return NfsVolume.builder()
        .path(path)
        .server(required(KeyPrefixes.KUBERNETES_VOLUMES_OPTIONS_SERVER_KEY))
        .build();
  }

  private String mountPath() {
    String path = required(MOUNT_PATH);
    if (!path.startsWith("/")) {
      throw refusal(MOUNT_PATH, path, "absolute", "start it with '/'");
    }
    if (path.contains(":")) {
      throw refusal(MOUNT_PATH, path, "without ':'", "choose another path");
    }
    return path;
  }

  private Optional<String> relative(String property) {
    Optional<String> path = optional(property).filter(p -> !p.isEmpty());
    path.ifPresent(
        p -> {
          if (p.startsWith("/")) {
            throw refusal(property, p, "relative to the volume", "remove the '/' at its start");
          }
          refuseBacksteps(property, p);
        });
    return path;
  }

  private boolean readOnly() {
    String property = KeyPrefixes.KUBERNETES_VOLUMES_MOUNT_READONLY_KEY;
    String text = optional(property).orElse("false");
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refusal(property, text, "true or false", "fix or remove it");
    };
  }

  private Optional<String> size() {
    Optional<String> size = optional(SIZE).map(String::trim);
    size.ifPresent(
        text -> {
          if (!QuantityRules.isQuantity(text)) {
            throw refusal(
                SIZE, text, "a Kubernetes quantity such as 500Mi or 10Gi", "change the size");
          }
          if (QuantityRules.lacksUnit(text)) {
            throw refusal(
                SIZE,
                text,
                "at least 1Ki (1024 bytes)",
                "add a unit such as Mi or Gi; in Kubernetes 'm' is a thousandth");
          }
        });
    return size;
  }

  private SortedMap<String, String> labels() {
    String property = KeyPrefixes.KUBERNETES_VOLUMES_LABEL_KEY;
    SortedMap<String, String> found = below(property);
    found.forEach((label, value) -> NameRules.requireLabel(prefix + property, label, value));
    return found;
  }

  private SortedMap<String, String> annotations() {
    String property = KeyPrefixes.KUBERNETES_VOLUMES_ANNOTATION_KEY;
    SortedMap<String, String> found = below(property);
    found.keySet().forEach(key -> NameRules.requireAnnotation(prefix + property, key));
    return found;
  }

  private SortedMap<String, String> below(String property) {
    SortedMap<String, String> found = new TreeMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(property)) {
            found.put(key.substring(property.length()), value);
          }
        });
    return found;
  }

  private Optional<String> optional(String property) {
    return Optional.ofNullable(properties.get(property));
  }

  private Optional<String> checked(
      String property, Predicate<String> isAccepted, String accepted, String fix) {
    Optional<String> value = optional(property);
    value.ifPresent(
        text -> {
          if (!isAccepted.test(text)) {
            throw refusal(property, text, accepted, fix);
          }
        });
    return value;
  }

  private String required(String property) {
    return optional(property)
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () ->
                new InvalidConfigurationException(
                    PodsmithError.CONF_VOLUME,
                    prefix + property,
                    prefix
                        + property
                        + " is not set but required for volumes of this type; set it"));
  }

  private void refuseBacksteps(String property, String path) {
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        throw refusal(property, path, "without '..'", "write the full path");
      }
    }
  }

  private InvalidConfigurationException refusal(
      String property, String value, String accepted, String fix) {
    return InvalidConfigurationException.of(
        PodsmithError.CONF_VOLUME, prefix + property, value, accepted, fix);
  }

  private static void refuseSharedNamesAndPaths(String prefix, List<VolumeSpec> volumes) {
    Map<String, VolumeSpec> names = new HashMap<>();
    Map<String, VolumeSpec> paths = new HashMap<>();
    for (VolumeSpec volume : volumes) {
      if (names.put(volume.name(), volume) != null) {
        throw new InvalidConfigurationException(
            PodsmithError.CONF_VOLUME,
            prefix,
            prefix
                + "*: two volumes of different types are named '"
                + volume.name()
                + "'; rename one of them");
      }
      VolumeSpec other = paths.put(volume.mountPath(), volume);
      if (other != null) {
        throw new InvalidConfigurationException(
            PodsmithError.CONF_VOLUME,
            prefix,
            prefix
                + "*: the volumes '"
                + other.name()
                + "' and '"
                + volume.name()
                + "' are both mounted at '"
                + volume.mountPath()
                + "'; choose another path");
      }
    }
  }
}

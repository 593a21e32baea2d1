package io.podsmith.architecture;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.PodsmithKeys;
import io.podsmith.core.conf.SparkKeys;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plugin.StepInfo;
import io.podsmith.core.plugin.StepRegistry;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Writes docs/configuration.md from the entries themselves. */
final class ConfigurationPage {
  private static final String OURS = "spark.podsmith.";
  private static final String OF_KUBERNETES = "spark.kubernetes.";

  /** Words of acceptance that only repeat the type. */
  private static final Pattern SAID_BY_TYPE =
      Pattern.compile(
          "(text|true or false|a whole number|a number|a comma-separated list, each element"
              + " text)$|a time such as|a size such as");

  private static final Pattern SETTING = Pattern.compile("(?<![`\\w])spark\\.[\\w.{},*-]*[\\w}*]");

  private final SortedMap<String, ConfigEntry<?>> entries = new TreeMap<>();
  private final List<FeatureStepFactory> steps = inOrder();

  ConfigurationPage() {
    add(ConfigKeys.all());
    add(PodsmithKeys.all());
    add(SparkKeys.all());
    steps.forEach(step -> add(step.configEntries()));
  }

  /** Returns the built-in steps in an order that is that of drivers and that of executors. */
  private static List<FeatureStepFactory> inOrder() {
    Map<String, FeatureStepFactory> builtIn =
        ServiceLoader.load(FeatureStepFactory.class).stream()
            .filter(step -> step.type().getName().startsWith("io.podsmith.steps."))
            .map(ServiceLoader.Provider::get)
            .collect(toMap(FeatureStepFactory::id, Function.identity()));
    Set<String> order = new LinkedHashSet<>();
    try (StepRegistry registry =
        StepRegistry.load(SparkSettings.of(Map.of(), Map.of()), new LocalFiles())) {
      List<String> executors = ids(registry, PodRole.EXECUTOR);
      for (String id : ids(registry, PodRole.DRIVER)) {
        int place = executors.indexOf(id);
        order.addAll(executors.subList(0, Math.max(0, place)));
        order.add(id);
      }
      order.addAll(executors);
    }
    return order.stream().filter(builtIn::containsKey).map(builtIn::get).toList();
  }

  static List<String> ids(StepRegistry registry, PodRole role) {
    return registry.steps(role).stream().map(StepInfo::id).toList();
  }

  private void add(Collection<ConfigEntry<?>> more) {
    more.forEach(entry -> entries.put(entry.key(), entry));
  }

  Collection<ConfigEntry<?>> entries() {
    return entries.values();
  }

  List<FeatureStepFactory> steps() {
    return steps;
  }

  String text() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration

        <!-- Written by ConfigurationPageTest from the entries themselves: change those, not this page. CONTRIBUTING.md says how. -->

        All settings that Podsmith reads. *From* says whose a setting is: **Spark** for one that the `spark-kubernetes` jar, or Spark
        itself, has under the same name and with the same meaning (where Podsmith takes more or does better, [differences](differences.md)
        says so), **Podsmith** for one of ours. *Since* is a version of that. Times and sizes take Spark's suffixes (`10s`, `512m`);
        without one they count in the unit that *type* names. Lists are separated by commas.

        """);
    page.append("## Podsmith's own\n\n");
    table(page, entry -> entry.key().startsWith(OURS));
    page.append("## Spark on Kubernetes\n\n");
    page.append(
        "`spark.kubernetes.jars.avoidDownloadSchemes` is not among them: `spark-submit` itself");
    page.append(" reads it, in the driver, as it does with Spark's own jar.\n\n");
    table(page, entry -> entry.key().startsWith(OF_KUBERNETES));
    page.append(
        """
        ## Families of settings

        What stands in angle brackets is of the user's choice.

        | setting | value | since | from | meaning |
        |---|---|---|---|---|
        """);
    for (SettingFamily family : SettingFamily.all()) {
      row(
          page,
          code(family.pattern()),
          family.value(),
          family.since(),
          from(family.pattern()),
          inTable(family.meaning()));
    }
    page.append("\n## Settings of Spark itself on which pods depend\n\n");
    table(page, entry -> !entry.key().startsWith(OURS) && !entry.key().startsWith(OF_KUBERNETES));
    page.append(
        """
        ## Not for users

        Spark sets these for itself or its tests, or they take away what executor management needs.

        | setting | type | default | since | from | meaning |
        |---|---|---|---|---|---|
        """);
    entries.values().stream().filter(ConfigEntry::isInternal).forEach(entry -> row(page, entry));
    page.append(
        """

        ## The built-in steps

        In the order in which they build a pod. `spark.podsmith.steps.disabled` takes their ids; Spark's
        `spark.kubernetes.{driver,executor}.pod.excludedFeatureSteps` takes ids and the names of upstream's classes.

        | step | pods | phase | what it does | settings it reads |
        |---|---|---|---|---|
        """);
    for (FeatureStepFactory step : steps) {
      row(
          page,
          code(step.id()),
          step.roles().stream().sorted().map(ConfigurationPage::word).collect(joining(", ")),
          step.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          inTable(step.description()),
          step.configEntries().stream()
              .map(ConfigEntry::key)
              .sorted()
              .distinct()
              .map(ConfigurationPage::code)
              .collect(joining(", ")));
    }
    return page.toString();
  }

  private void table(StringBuilder page, Predicate<ConfigEntry<?>> which) {
    page.append(
        "| setting | type | default | since | from | meaning |\n|---|---|---|---|---|---|\n");
    entries.values().stream()
        .filter(entry -> !entry.isInternal())
        .filter(which)
        .forEach(entry -> row(page, entry));
    page.append('\n');
  }

  private static void row(StringBuilder page, ConfigEntry<?> entry) {
    row(
        page,
        code(entry.key()),
        inTable(entry.typeName()),
        defaultOf(entry),
        entry.since(),
        from(entry.key()),
        meaning(entry));
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String defaultOf(ConfigEntry<?> entry) {
    return entry
        .fallback()
        .map(other -> "that of " + code(other.key()))
        .or(() -> entry.defaultText().map(text -> text.isEmpty() ? "nothing" : code(text)))
        .orElse("none");
  }

  private static String meaning(ConfigEntry<?> entry) {
    StringBuilder meaning = new StringBuilder(inTable(entry.doc()));
    if (!SAID_BY_TYPE.matcher(entry.accepted()).lookingAt()) {
      meaning.append(" Accepted: ").append(inTable(entry.accepted())).append('.');
    }
    if (entry.isSecret()) {
      meaning.append(" A secret: never shown.");
    }
    if (!entry.alternatives().isEmpty()) {
      meaning
          .append(" Older: ")
          .append(entry.alternatives().stream().map(ConfigurationPage::code).collect(joining(", ")))
          .append('.');
    }
    return meaning.toString();
  }

  private static String from(String key) {
    return key.startsWith(OURS) ? "Podsmith" : "Spark";
  }

  private static String word(PodRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }

  private static String inTable(String text) {
    String plain = text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
    return SETTING.matcher(plain).replaceAll("`$0`");
  }
}

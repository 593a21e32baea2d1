// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.submit;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.views.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments that SparkSubmit hands to the cluster's application: pairs of name and value.
 */
final class SubmissionArguments {
  private static final String MAIN_CLASS = "--main-class";
  private static final String ACCEPTED =
      "--primary-java-resource, --primary-py-file, --primary-r-file, --main-class, --arg and"
          + " --proxy-user, each followed by a value";

  private MainAppResource mainAppResource =
      MainAppResource.builder().language(AppLanguage.JAVA).build();
  private final List<String> args = new ArrayList<>();
  private @Nullable String mainClass;
  private @Nullable String proxyUser;

  private SubmissionArguments() {}

  static Application parse(String[] arguments) {
    SubmissionArguments parsed = new SubmissionArguments();
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw refused(arguments[i], arguments[i] + " has no value");
      }
      parsed.take(arguments[i], arguments[i + 1]);
    }
    return parsed.application();
  }

  private void take(String name, String value) {
    switch (name) {
      case "--primary-java-resource" -> mainAppResource = resource(AppLanguage.JAVA, value);
      case "--primary-py-file" -> mainAppResource = resource(AppLanguage.PYTHON, value);
      case "--primary-r-file" -> mainAppResource = resource(AppLanguage.R, value);
      case MAIN_CLASS -> mainClass = value;
      case "--arg" -> args.add(value);
      case "--proxy-user" -> proxyUser = value;
      // The value may be anything, a secret too: it stays out of the message.
      default -> throw refused(name, "the argument '" + name + "' of the submission is unknown");
    }
  }

  private Application application() {
    if (mainClass == null) {
      throw refused(MAIN_CLASS, MAIN_CLASS + " is missing");
    }
    String appId = "spark-" + UUID.randomUUID().toString().replace("-", "");
    return new Application(appId, mainAppResource, mainClass, args, Optional.ofNullable(proxyUser));
  }

  private static MainAppResource resource(AppLanguage language, String file) {
    return MainAppResource.builder().language(language).file(file).build();
  }

  private static InvalidConfigurationException refused(String name, String what) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_ARGUMENTS,
        name,
        what + "; accepted are " + ACCEPTED + "; let spark-submit set them");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.access;

import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.OutputOption;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.cli.plan.Arguments;
import io.podsmith.core.access.AccessManifest;
import io.podsmith.core.access.JobAccess;
import io.podsmith.core.access.Subject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the Roles and bindings that jobs need. */
@Command(
    name = "rbac",
    description = {
      "Prints the Roles and bindings that submitter and driver of a job need, for kubectl apply.",
      "Creates nothing and needs no cluster."
    },
    customSynopsis = "podsmith rbac [OPTIONS] [FILE...] [-- APPLICATION [ARGUMENT...]]",
    footer = {
      "",
      "Comments say what each verb is for, and what happens without those that are optional.",
      "The output of json has the same as data, and a List to apply as 'manifest'.",
      "",
      "Examples:",
      "  podsmith rbac pi.conf | kubectl apply -f -",
      "  podsmith rbac --submitter Group:data nightly/*.conf",
      "  podsmith rbac --required-only --properties-file pi.conf -c spark.executor.instances=5"
    },
    mixinStandardHelpOptions = true)
public final class RbacCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--submitter",
      paramLabel = "SUBJECT",
      converter = SubjectConverter.class,
      description = {
        "Who submits: User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME. Can be repeated.",
        "Default: none; add subjects to the binding."
      })
  private List<Subject> submitters = new ArrayList<>();

  @Option(
      names = "--required-only",
      description = "Leave out the rights without which the job runs, too.")
  private boolean isRequiredOnly;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      hideParamSyntax = true,
      description = {
        "Files of settings and saved plans. One Role covers all of them. Default: the settings of",
        "the options. After --, the application and its arguments."
      })
  private List<String> positional = new ArrayList<>();

  @Override
  public Integer call() {
    Arguments arguments = Arguments.of(spec, positional);
    JobReader reader = new JobReader(settings, arguments.application());
    List<JobAccess> jobs =
        arguments.own().isEmpty()
            ? List.of(reader.read())
            : arguments.own().stream().map(file -> reader.read(Path.of(file))).toList();
    AccessManifest manifest = new AccessManifest(jobs, submitters, isRequiredOnly);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        output.format() == OutputOption.Format.JSON
            ? output.format().render(manifest::yaml, manifest::tree)
            : manifest.yaml());
    out.flush();
    return ExitCodes.OK;
  }
}

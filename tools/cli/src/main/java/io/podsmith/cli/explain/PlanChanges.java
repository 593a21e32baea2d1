// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.ErrorLine;
import io.podsmith.cli.diff.DiffText;
import io.podsmith.cli.text.Terminal;
import io.podsmith.cli.text.Words;
import io.podsmith.core.plan.Plan;
import io.podsmith.diff.PlanDiff;
import io.podsmith.diff.PlanDifference;
import io.podsmith.diff.PlanDifference.Part;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Renders what changes between two plans of a watched submission. */
final class PlanChanges {
  private final Set<Part.Kind> parts;
  private final PodRole role;
  private final Terminal terminal;

  /** Renders changes of the pod of a role, of the objects beside it, and of the properties. */
  PlanChanges(PodRole role, Terminal terminal) {
    this.role = role;
    this.terminal = terminal;
    this.parts =
        role == PodRole.DRIVER
            ? EnumSet.of(Part.Kind.DRIVER_POD, Part.Kind.DRIVER_OBJECT, Part.Kind.PROPERTIES)
            : EnumSet.of(Part.Kind.EXECUTOR_POD, Part.Kind.EXECUTOR_OBJECT, Part.Kind.PROPERTIES);
  }

  /** Renders what the next plan changes. */
  String between(Plan last, Plan next) {
    List<PlanDifference> changes =
        PlanDiff.of(last, next).differences().stream()
            .filter(each -> parts.contains(each.part().kind()))
            .toList();
    return changes.isEmpty()
        ? faint("Planned again: nothing changed for the %s pod.".formatted(role.label()))
        : "%n%s".formatted(new DiffText(terminal).differences(changes));
  }

  /** Renders what is wrong with the settings. */
  String failed(PodsmithException e) {
    return "%s\n".formatted(terminal.paint().removed(ErrorLine.of(e)));
  }

  /** Says that changes are awaited. */
  String waiting(Collection<Path> files) {
    return faint(
        "%nWatching %s. Press Ctrl-C to stop."
            .formatted(Words.count(files.size(), "file or directory", "files and directories")));
  }

  private String faint(String text) {
    return "%s\n".formatted(terminal.paint().faint(text));
  }
}

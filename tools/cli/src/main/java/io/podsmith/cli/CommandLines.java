// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * Makes the model of a command line. If the first word is a command, the model has no other:
 * reading the options of all commands by reflection takes longer than the rest of a start.
 */
final class CommandLines {
  private CommandLines() {}

  /**
   * Returns the model.
   *
   * @param main the command that all others belong to
   * @param verbose receives the value of the option that all commands have
   */
  static CommandLine of(Main main, Consumer<Boolean> verbose, String[] args) {
    Optional<Class<?>> command = find(args);
    if (command.isEmpty()) {
      return new CommandLine(main);
    }
    CommandSpec root =
        CommandSpec.wrapWithoutInspection(main)
            .name(Main.class.getAnnotation(Command.class).name())
            .mixinStandardHelpOptions(true)
            .addOption(
                OptionSpec.builder(Main.VERBOSE_SHORT, Main.VERBOSE_LONG)
                    .type(boolean.class)
                    .scopeType(ScopeType.INHERIT)
                    .description(Main.VERBOSE_DESCRIPTION)
                    .setter(setter(verbose))
                    .build());
    return new CommandLine(root).addSubcommand(command.get());
  }

  private static Optional<Class<?>> find(String[] args) {
    return Stream.of(Main.class.getAnnotation(Command.class).subcommands())
        .<Class<?>>map(type -> type)
        .filter(type -> args.length > 0)
        .filter(type -> type.getAnnotation(Command.class).name().equals(args[0]))
        // it describes all commands
        .filter(type -> type != CompletionCommand.class)
        .findFirst();
  }

  private static CommandLine.Model.ISetter setter(Consumer<Boolean> consumer) {
    return new CommandLine.Model.ISetter() {
      @Override
      public <T> T set(T value) {
        consumer.accept(Boolean.TRUE.equals(value));
        return value;
      }
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.access;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Collects what Podsmith logs and what is thrown, with all causes. */
final class Lines implements AutoCloseable {
  private static final String LOGGER = "io.podsmith";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LogManager.getLogger(LOGGER);
  private final Level before = logger.getLevel();
  private final AbstractAppender appender =
      new AbstractAppender("access-" + hashCode(), null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          lines.add("%s %s".formatted(event.getLevel(), event.getMessage().getFormattedMessage()));
          add(event.getThrown());
        }
      };

  Lines() {
    appender.start();
    Configurator.setLevel(LOGGER, Level.INFO);
    logger.addAppender(appender);
  }

  /** Adds the messages of an exception and its causes. */
  void add(Throwable thrown) {
    for (Throwable each = thrown; each != null && each != each.getCause(); each = each.getCause()) {
      lines.add("THROWN %s".formatted(each));
    }
  }

  List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    logger.removeAppender(appender);
    Configurator.setLevel(LOGGER, before);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Collects what classes log, for example {@code WARN something is wrong}. */
public final class LogLines implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Map<Logger, Level> levelsBefore = new LinkedHashMap<>();
  private final AbstractAppender appender =
      new AbstractAppender("lines-" + hashCode(), null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
      };

  public LogLines(Class<?>... of) {
    this(Stream.of(of).map(Class::getName).toList());
  }

  /**
   * @param loggers the names of the classes that log
   */
  public LogLines(Collection<String> loggers) {
    appender.start();
    for (String name : loggers) {
      Logger logger = (Logger) LogManager.getLogger(name);
      levelsBefore.put(logger, logger.getLevel());
      // Levels of loggers, unlike those of the configuration, are lost when any appender is added.
      Configurator.setLevel(logger.getName(), Level.INFO);
      logger.addAppender(appender);
    }
  }

  public List<String> lines() {
    return lines;
  }

  /** Returns the lines that contain a text. */
  public List<String> with(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    levelsBefore.forEach(
        (logger, level) -> {
          logger.removeAppender(appender);
          Configurator.setLevel(logger.getName(), level);
        });
  }
}

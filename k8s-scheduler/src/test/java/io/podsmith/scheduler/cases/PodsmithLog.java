// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.cases;

import java.beans.PropertyChangeEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Collects what Podsmith logs at INFO and above, for example {@code WARN something is wrong}. */
final class PodsmithLog implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final Lines appender = new Lines();
  private volatile boolean isOpen = true;

  PodsmithLog() {
    attach();
    // Each SparkSubmit sets logging up again, which stops and drops the appenders.
    context.addPropertyChangeListener(this::onChange);
  }

  private void onChange(PropertyChangeEvent event) {
    if (isOpen) {
      attach();
    }
  }

  private void attach() {
    appender.start();
    context.getLogger("io.podsmith").addAppender(appender);
  }

  /** Returns the lines that contain a text. */
  List<String> linesWith(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  /** Returns the lines at WARN and ERROR. */
  List<String> warnings() {
    return lines.stream().filter(line -> !line.startsWith("INFO ")).toList();
  }

  @Override
  public void close() {
    isOpen = false;
    context.getLogger("io.podsmith").removeAppender(appender);
  }

  private final class Lines extends AbstractAppender {
    Lines() {
      super("case-" + COUNT.incrementAndGet(), null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
    }
  }
}

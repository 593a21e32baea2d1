// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Finds YAML and JSON texts that take too much memory or stack once they are parsed, before they
 * are.
 *
 * <p>The parser of YAML calls itself for each level, and bounds neither levels nor what aliases
 * expand to: 25 lines that each repeat the previous one twice are 33 million values. Here the text
 * is read as a sequence of tokens.
 */
public final class DocumentLimits {
  /** Levels of objects and lists; a pod has at most 15, a plan 30. */
  static final int DEPTH = 100;

  /** Values after the expansion of aliases. */
  static final int VALUES = 1_000_000;

  /** Characters of YAML; the parser has the same limit, but takes minutes to notice it. */
  static final int YAML = 3 << 20;

  /** Characters of one value: an object of the API server has at most 1.5 MiB. */
  static final int TEXT = 3 << 19;

  private static final int MIN_BUFFER = 1024;

  private static final JsonFactory JSON = new JsonFactory();

  private DocumentLimits() {}

  /**
   * Returns which limit a text exceeds, in words that follow its name; empty if none, or if the
   * text is neither YAML nor JSON, which the parser reports.
   *
   * @param text YAML, or JSON if it begins with a brace
   */
  public static Optional<String> exceeded(String text) {
    // Parsers read bytes, in which half of a surrogate pair is a question mark.
    String read = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    try {
      return read.stripLeading().startsWith("{") ? inJson(read) : new Yaml().exceeded(read);
    } catch (IOException | YamlEngineException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> inJson(String text) throws IOException {
    int depth = 0;
    try (JsonParser json = JSON.createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > DEPTH) {
          return Optional.of(tooDeep());
        }
      }
    }
    return Optional.empty();
  }

  private static String tooDeep() {
    return "has more than %d levels of objects and lists".formatted(DEPTH);
  }

  /** A value whose end has not been read, or a value that an alias may repeat. */
  private static final class Value {
    final Optional<Anchor> anchor;
    int values = 1;
    int levels = 1;

    Value(Optional<Anchor> anchor) {
      this.anchor = anchor;
    }
  }

  private static final class Yaml {
    private final Deque<Value> open = new ArrayDeque<>();
    private final Map<Anchor, Value> anchored = new HashMap<>();

    Optional<String> exceeded(String text) {
      if (text.length() > YAML) {
        return Optional.of("has more than %,d characters".formatted(YAML));
      }
      // With a small buffer, a long text takes quadratic time.
      LoadSettings settings =
          LoadSettings.builder().setBufferSize(Math.max(MIN_BUFFER, text.length() + 1)).build();
      for (Event event : new Parse(settings).parseString(text)) {
        Optional<String> problem = add(event);
        if (problem.isPresent()) {
          return problem;
        }
      }
      return Optional.empty();
    }

    private Optional<String> add(Event event) {
      return switch (event.getEventId()) {
        case MappingStart, SequenceStart -> {
          open.push(new Value(((NodeEvent) event).getAnchor()));
          yield open.size() > DEPTH ? Optional.of(tooDeep()) : Optional.empty();
        }
        case MappingEnd, SequenceEnd -> {
          Value ended = open.pop();
          ended.anchor.ifPresent(anchor -> anchored.put(anchor, ended));
          yield add(ended);
        }
        case Scalar -> {
          if (((ScalarEvent) event).getValue().length() > TEXT) {
            yield Optional.of("has a text of more than %,d characters".formatted(TEXT));
          }
          Value scalar = new Value(((NodeEvent) event).getAnchor());
          scalar.levels = 0;
          scalar.anchor.ifPresent(anchor -> anchored.put(anchor, scalar));
          yield add(scalar);
        }
        case Alias -> repeat(((AliasEvent) event).getAlias());
        default -> Optional.empty();
      };
    }

    private Optional<String> repeat(Anchor anchor) {
      if (open.stream().anyMatch(value -> value.anchor.filter(anchor::equals).isPresent())) {
        return Optional.of("has the alias *%s inside its own value".formatted(anchor.getValue()));
      }
      Value value = anchored.get(anchor);
      return value == null ? Optional.empty() : add(value);
    }

    private Optional<String> add(Value part) {
      Value whole = open.peek();
      if (whole == null) {
        return Optional.empty();
      }
      whole.values += part.values;
      whole.levels = Math.max(whole.levels, 1 + part.levels);
      if (open.size() + part.levels > DEPTH) {
        return Optional.of(tooDeep());
      }
      return whole.values > VALUES
          ? Optional.of(
              "has more than %,d values, counting repetitions by aliases".formatted(VALUES))
          : Optional.empty();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The label selector of a query, such as {@code a=b,c in (d,e),!f}. */
public final class LabelSelector {
  /** How a label's value is compared. */
  enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    NOT_EXISTS,
    GREATER,
    LESS
  }

  /**
   * One condition.
   *
   * @param key the label
   * @param operator the comparison
   * @param values what it is compared with
   */
  record Requirement(String key, Operator operator, Set<String> values) {
    boolean matches(JsonNode labels) {
      JsonNode label = labels.path(key);
      boolean present = label.isTextual();
      return switch (operator) {
        case EXISTS -> present;
        case NOT_EXISTS -> !present;
        case IN -> present && values.contains(label.textValue());
        // A label that is missing has none of the values.
        case NOT_IN -> !present || !values.contains(label.textValue());
        case GREATER -> present && compare(label.textValue()) > 0;
        case LESS -> present && compare(label.textValue()) < 0;
      };
    }

    private int compare(String value) {
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.iterator().next()));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  private final List<Requirement> requirements;

  private LabelSelector(List<Requirement> requirements) {
    this.requirements = requirements;
  }

  public boolean isEverything() {
    return requirements.isEmpty();
  }

  public boolean matches(JsonNode object) {
    JsonNode labels = object.path("metadata").path("labels");
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** Reads a selector; an empty one selects everything. */
  public static LabelSelector parse(String text) {
    if (text.isBlank()) {
      return new LabelSelector(List.of());
    }
    return new LabelSelector(new Parser(text).parse());
  }

  /** Makes a selector of an object's {@code matchLabels} and {@code matchExpressions}. */
  public static LabelSelector of(JsonNode selector) {
    List<Requirement> found = new ArrayList<>();
    for (var label : Json.fields(selector.path("matchLabels"))) {
      found.add(new Requirement(label.getKey(), Operator.IN, Set.of(label.getValue().asText())));
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      Operator operator =
          switch (expression.path("operator").asText()) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            default -> Operator.NOT_EXISTS;
          };
      found.add(
          new Requirement(
              expression.path("key").asText(),
              operator,
              Set.copyOf(Json.texts(expression.path("values")))));
    }
    return new LabelSelector(found);
  }

  /** What apimachinery's own lexer and parser do, with their error messages. */
  private static final class Parser {
    private static final String SPECIAL = "=!(),<>";
    private final String text;
    private int position;
    private String token = "";
    private boolean isWord;

    Parser(String text) {
      this.text = text;
    }

    List<Requirement> parse() {
      List<Requirement> found = new ArrayList<>();
      next();
      if (!startsRequirement()) {
        throw ApiException.badRequest(
            "found '" + token + "', expected: !, identifier, or 'end of string'");
      }
      while (true) {
        found.add(requirement());
        if (isEnd()) {
          return found;
        }
        if (isWord || !token.equals(",")) {
          throw ApiException.badRequest("found '" + token + "', expected: ',' or 'end of string'");
        }
        next();
        if (!startsRequirement()) {
          throw ApiException.badRequest("found '" + token + "', expected: identifier after ','");
        }
      }
    }

    private boolean startsRequirement() {
      return isWord || token.equals("!");
    }

    private boolean isEnd() {
      return !isWord && token.isEmpty();
    }

    private Requirement requirement() {
      boolean negated = !isWord && token.equals("!");
      if (negated) {
        next();
      }
      if (!isWord) {
        throw bad("found '" + token + "', expected: identifier");
      }
      String key = token;
      List<String> wrong = NameRules.qualifiedName(key);
      if (!wrong.isEmpty()) {
        throw bad(FieldError.invalid("<nil>", key, String.join("; ", wrong)).toString());
      }
      next();
      if (negated) {
        return new Requirement(key, Operator.NOT_EXISTS, Set.of());
      }
      if (isEnd() || (!isWord && token.equals(","))) {
        return new Requirement(key, Operator.EXISTS, Set.of());
      }
      String operator = token;
      next();
      return switch (operator) {
        case "=", "==" -> checked(key, Operator.IN, exact());
        case "!=" -> checked(key, Operator.NOT_IN, exact());
        case "in" -> checked(key, Operator.IN, values());
        case "notin" -> checked(key, Operator.NOT_IN, values());
        case ">" -> number(key, Operator.GREATER, exact());
        case "<" -> number(key, Operator.LESS, exact());
        default -> throw bad("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
      };
    }

    private Requirement checked(String key, Operator operator, Set<String> values) {
      int index = 0;
      for (String value : values) {
        List<String> wrong = NameRules.labelValue(value);
        if (!wrong.isEmpty()) {
          String field = "values[" + index + "][" + key + "]";
          throw bad(FieldError.invalid(field, value, String.join("; ", wrong)).toString());
        }
        index++;
      }
      return new Requirement(key, operator, values);
    }

    private Requirement number(String key, Operator operator, Set<String> values) {
      String value = values.iterator().next();
      if (!value.matches("-?\\d{1,18}")) {
        throw bad(
            FieldError.invalid(
                    "values[0]", value, "for 'Gt', 'Lt' operators, the value must be an integer")
                .toString());
      }
      return new Requirement(key, operator, values);
    }

    private Set<String> exact() {
      if (isEnd() || (!isWord && token.equals(","))) {
        return Set.of("");
      }
      if (!isWord) {
        throw bad("found '" + token + "', expected: identifier");
      }
      String value = token;
      next();
      return Set.of(value);
    }

    private Set<String> values() {
      if (isWord || !token.equals("(")) {
        throw bad("found '" + token + "' expected: '('");
      }
      Set<String> found = new TreeSet<>();
      next();
      boolean wantsValue = true;
      while (isWord || !token.equals(")")) {
        if (isEnd()) {
          throw bad("found '', expected: ',', ')' or identifier");
        }
        if (isWord) {
          found.add(token);
          wantsValue = false;
        } else if (token.equals(",")) {
          if (wantsValue) {
            found.add("");
          }
          wantsValue = true;
        } else {
          throw bad("found '" + token + "', expected: ',', or identifier");
        }
        next();
      }
      if (wantsValue) {
        found.add("");
      }
      next();
      return found;
    }

    private void next() {
      while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
        position++;
      }
      int start = position;
      isWord = false;
      if (position == text.length()) {
        token = "";
        return;
      }
      if (SPECIAL.indexOf(text.charAt(position)) >= 0) {
        position++;
        String two = text.substring(start, Math.min(start + 2, text.length()));
        if (two.equals("==") || two.equals("!=")) {
          position++;
        }
      } else {
        isWord = true;
        while (position < text.length()
            && !Character.isWhitespace(text.charAt(position))
            && SPECIAL.indexOf(text.charAt(position)) < 0) {
          position++;
        }
      }
      token = text.substring(start, position);
    }

    private ApiException bad(String why) {
      return ApiException.badRequest("unable to parse requirement: " + why);
    }
  }
}

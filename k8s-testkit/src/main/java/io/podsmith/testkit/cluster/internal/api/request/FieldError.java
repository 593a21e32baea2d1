// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One field that is wrong, worded as apimachinery's field errors are.
 *
 * @param reason the machine-readable reason, such as {@code FieldValueInvalid}
 * @param field the path of the field
 * @param body what is wrong with it
 */
public record FieldError(String reason, String field, String body) {
  public static FieldError required(String field, String detail) {
    return new FieldError(
        "FieldValueRequired",
        field,
        detail.isEmpty() ? "Required value" : "Required value: " + detail);
  }

  public static FieldError invalid(String field, Object value, String detail) {
    return new FieldError(
        "FieldValueInvalid", field, "Invalid value: " + print(value) + ": " + detail);
  }

  public static FieldError duplicate(String field, Object value) {
    return new FieldError("FieldValueDuplicate", field, "Duplicate value: " + print(value));
  }

  public static FieldError notFound(String field, Object value) {
    return new FieldError("FieldValueNotFound", field, "Not found: " + print(value));
  }

  public static FieldError unsupported(String field, Object value, List<String> supported) {
    return new FieldError(
        "FieldValueNotSupported",
        field,
        "Unsupported value: "
            + print(value)
            + ": supported values: "
            + supported.stream().map(FieldError::print).collect(Collectors.joining(", ")));
  }

  public static FieldError forbidden(String field, String detail) {
    return new FieldError("FieldValueForbidden", field, "Forbidden: " + detail);
  }

  public static FieldError tooLong(String field, int max) {
    return new FieldError(
        "FieldValueTooLong", field, "Too long: may not be more than " + max + " bytes");
  }

  private static String print(Object value) {
    if (value instanceof JsonNode node) {
      return node.toString();
    }
    return value instanceof String text ? TextNode.valueOf(text).toString() : String.valueOf(value);
  }

  @Override
  public String toString() {
    return field + ": " + body;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import io.podsmith.testkit.cluster.internal.api.schema.Quantities;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what is wrong with the volumes of a pod. */
final class VolumeValidation {
  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");

  // In the order in which the real server checks them.
  private static final List<String> SOURCES =
      List.of(
          "emptyDir",
          "hostPath",
          "secret",
          "nfs",
          "persistentVolumeClaim",
          "configMap",
          "downwardAPI",
          "projected",
          "ephemeral",
          "csi",
          "image");

  private final Problems problems;

  VolumeValidation(Problems problems) {
    this.problems = problems;
  }

  /** Checks volumes and returns the names of those that are valid. */
  Set<String> check(JsonNode volumes, String path) {
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode volume : volumes) {
      String at = path + "[" + index++ + "]";
      String name = Json.text(volume, "name");
      int before = problems.count();
      if (name.isEmpty()) {
        problems.add(FieldError.required(at + ".name", ""));
      } else {
        problems.addAll(at + ".name", volume, "name", NameRules::label);
      }
      if (names.contains(name)) {
        problems.add(FieldError.duplicate(at + ".name", name));
      }
      source((ObjectNode) volume, at);
      if (problems.count() == before) {
        names.add(name);
      }
    }
    return names;
  }

  private void source(ObjectNode volume, String path) {
    int count = 0;
    for (String source : SOURCES) {
      if (!volume.has(source)) {
        continue;
      }
      String at = path + "." + source;
      if (count++ > 0) {
        problems.add(FieldError.forbidden(at, "may not specify more than 1 volume type"));
      } else {
        source(source, volume.path(source), at);
      }
    }
    boolean isKnown = volume.size() == 1 + count;
    if (count == 0 && isKnown) {
      problems.add(FieldError.required(path, "must specify a volume type"));
    }
  }

  private void source(String kind, JsonNode source, String path) {
    switch (kind) {
      case "emptyDir" -> {
        if (source.has("sizeLimit") && Quantities.parse(source.path("sizeLimit")).signum() < 0) {
          problems.add(
              FieldError.forbidden(
                  path + ".sizeLimit", "SizeLimit field must be a valid resource quantity"));
        }
      }
      case "hostPath" -> {
        String place = Json.text(source, "path");
        if (place.isEmpty()) {
          problems.add(FieldError.required(path + ".path", ""));
        } else {
          problems.checkNoBackSteps(place, path + ".path");
          String type = Json.text(source, "type");
          if (!HOST_PATH_TYPES.contains(type)) {
            problems.add(FieldError.unsupported(path + ".type", type, HOST_PATH_TYPES));
          }
        }
      }
      case "configMap" -> {
        problems.require(source, path, "name");
        items(source, path);
      }
      case "secret" -> {
        problems.require(source, path, "secretName");
        items(source, path);
      }
      case "nfs" -> {
        problems.require(source, path, "server");
        String place = Json.text(source, "path");
        if (place.isEmpty()) {
          problems.add(FieldError.required(path + ".path", ""));
        } else if (!place.startsWith("/")) {
          problems.add(FieldError.invalid(path + ".path", place, "must be an absolute path"));
        }
      }
      case "persistentVolumeClaim" -> problems.require(source, path, "claimName");
      default -> {}
    }
  }

  private void items(JsonNode source, String path) {
    mode(source.path("defaultMode"), path + ".defaultMode");
    int index = 0;
    for (JsonNode item : source.path("items")) {
      String at = path + ".items[" + index++ + "]";
      problems.require(item, at, "key");
      String place = Json.text(item, "path");
      if (place.isEmpty()) {
        problems.add(FieldError.required(at + ".path", ""));
      } else {
        problems.checkRelative(place, at + ".path");
      }
      mode(item.path("mode"), at + ".mode");
    }
  }

  private void mode(JsonNode mode, String field) {
    if (mode.isNumber() && (mode.asInt() < 0 || mode.asInt() > 0777)) {
      problems.add(
          FieldError.invalid(
              field, mode.asInt(), "must be a number between 0 and 0777 (octal), both inclusive"));
    }
  }
}

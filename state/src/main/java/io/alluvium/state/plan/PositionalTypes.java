package io.alluvium.state.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The columns of a row type, as plans write it: a text, or an object where the text cannot say. */
final class PositionalTypes {
  private static final Pattern NAME = Pattern.compile("`(?:[^`]|``)*` ");

  private PositionalTypes() {}

  static List<String> of(JsonNode rowType) {
    List<String> types = new ArrayList<>();
    if (rowType.isTextual()) {
      columns(rowType.asText()).forEach(column -> types.add(unnamed(column)));
    } else {
      rowType.path("fields").forEach(field -> types.add(type(field.path("fieldType"))));
    }
    return types;
  }

  static List<String> names(JsonNode rowType) {
    List<String> names = new ArrayList<>();
    if (rowType.isTextual()) {
      for (String column : columns(rowType.asText())) {
        names.add(column.substring(1, column.indexOf("` ")));
      }
    } else {
      rowType.path("fields").forEach(field -> names.add(field.path("name").asText()));
    }
    return names;
  }

  /** A type without the names of what is in it. */
  static String type(JsonNode type) {
    return type.isTextual() ? unnamed(type.asText()) : PlanText.of(type);
  }

  private static String unnamed(String type) {
    return NAME.matcher(type).replaceAll("");
  }

  /** Splits what is between the outermost brackets at its commas. */
  private static List<String> columns(String row) {
    List<String> columns = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = row.indexOf('<') + 1;
    for (int i = from; from > 0 && i < row.length(); i++) {
      char c = row.charAt(i);
      if (c == '`') {
        quoted = !quoted;
      } else if (!quoted) {
        if (c == '<' || c == '(') {
          depth++;
        } else if (depth == 0 && (c == ',' || c == '>')) {
          columns.add(row.substring(from, i).strip());
          from = i + 1;
          if (c == '>') {
            break;
          }
        } else if (c == '>' || c == ')') {
          depth--;
        }
      }
    }
    columns.removeIf(String::isEmpty);
    return columns;
  }
}

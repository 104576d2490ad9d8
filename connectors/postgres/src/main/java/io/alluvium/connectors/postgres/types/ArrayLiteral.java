package io.alluvium.connectors.postgres.types;

/** The text form of arrays: {@code {1,NULL,"a b",{…}}}. */
final class ArrayLiteral {
  private final String text;
  private final char delimiter;
  private final Codec element;
  private final StringBuilder json = new StringBuilder();
  private int at;

  ArrayLiteral(String text, char delimiter, Codec element) {
    this.text = text;
    this.delimiter = delimiter;
    this.element = element;
  }

  String toJson() {
    array();
    return json.toString();
  }

  private void array() {
    at++;
    json.append('[');
    while (text.charAt(at) != '}') {
      if (text.charAt(at) == delimiter) {
        at++;
        json.append(',');
      }
      if (text.charAt(at) == '{') {
        array();
      } else if (text.charAt(at) == '"') {
        value(quoted());
      } else {
        String plain = plain();
        if (plain.equalsIgnoreCase("NULL")) {
          json.append("null");
        } else {
          value(plain);
        }
      }
    }
    at++;
    json.append(']');
  }

  private void value(String raw) {
    String value = element.normalised(raw);
    if (element.isJson(value)) {
      json.append(value);
    } else {
      JsonText.quote(json, value);
    }
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      value.append(text.charAt(at++));
    }
    at++;
    return value.toString();
  }

  private String plain() {
    int start = at;
    while (text.charAt(at) != delimiter && text.charAt(at) != '}') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      at++;
    }
    return text.substring(start, at).replaceAll("\\\\(.)", "$1");
  }

  /** Quotes an element where the server would. */
  static void append(StringBuilder text, String value, char delimiter) {
    boolean plain = !value.isEmpty() && !value.equalsIgnoreCase("NULL");
    for (int i = 0; i < value.length() && plain; i++) {
      char character = value.charAt(i);
      plain =
          character != delimiter
              && "{}\"\\".indexOf(character) < 0
              && !Character.isWhitespace(character);
    }
    if (plain) {
      text.append(value);
      return;
    }
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      if (character == '"' || character == '\\') {
        text.append('\\');
      }
      text.append(character);
    }
    text.append('"');
  }
}

package io.alluvium.models.quality;

import java.util.Map;

/** Formats of times as C and Python write them, as Java's. */
final class Strftime {
  private static final Map<Character, String> FIELDS =
      Map.ofEntries(
          Map.entry('Y', "uuuu"),
          Map.entry('y', "uu"),
          Map.entry('m', "MM"),
          Map.entry('d', "dd"),
          Map.entry('j', "DDD"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('p', "a"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"),
          Map.entry('f', "SSSSSS"),
          Map.entry('b', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('F', "uuuu-MM-dd"),
          Map.entry('T', "HH:mm:ss"));

  private Strftime() {}

  static String toJava(TestCall call) {
    String format = call.text("strftime_format");
    StringBuilder java = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        char field = format.charAt(++i);
        if (field == '%') {
          java.append("'%'");
        } else if (FIELDS.containsKey(field)) {
          java.append(FIELDS.get(field));
        } else {
          throw call.error("has the field %" + field + " in 'strftime_format', which is not known");
        }
      } else if (Character.isLetter(c)) {
        java.append('\'').append(c).append('\'');
      } else if (c == '\'') {
        java.append("''");
      } else {
        java.append(c);
      }
    }
    return java.toString();
  }
}

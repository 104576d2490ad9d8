package io.alluvium.definitions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** JSON pointers (RFC 6901), and how they are shown to people. */
final class Pointers {

  private Pointers() {}

  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** Such as {@code route[0].source-table}; empty for the whole file. */
  static String name(String pointer) {
    StringBuilder name = new StringBuilder();
    for (String part : parts(pointer)) {
      if (part.matches("\\d+")) {
        name.append('[').append(part).append(']');
      } else {
        name.append(name.isEmpty() ? "" : ".").append(part);
      }
    }
    return name.toString();
  }

  private static List<String> parts(String pointer) {
    return pointer.isEmpty()
        ? new ArrayList<>()
        : Arrays.stream(pointer.substring(1).split("/", -1))
            .map(part -> part.replace("~1", "/").replace("~0", "~"))
            .toList();
  }
}

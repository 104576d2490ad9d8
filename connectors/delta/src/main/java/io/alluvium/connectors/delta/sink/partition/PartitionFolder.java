package io.alluvium.connectors.delta.sink.partition;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * Folders of partitions, {@code column=value} each, with the escapes of Hive, as other writers of
 * Delta have them. Readers do not look at them: the values are in the log. So what a file system
 * may not take is escaped too (characters beyond ASCII), and a long value is cut.
 */
final class PartitionFolder {
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
  private static final String ESCAPED = "\"#%'*/:=?\\{[]^<>|";
  private static final int MAX_LENGTH = 180;
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;

  private PartitionFolder() {}

  static String of(Map<String, String> partitionValues) {
    StringBuilder folder = new StringBuilder();
    partitionValues.forEach(
        (column, value) -> {
          if (folder.length() > 0) {
            folder.append('/');
          }
          folder.append(escape(column)).append('=').append(value(value));
        });
    return folder.toString();
  }

  private static String value(@Nullable String value) {
    if (value == null) {
      return NULL;
    }
    String escaped = escape(value);
    if (escaped.length() <= MAX_LENGTH) {
      return escaped;
    }
    // Not within an escape, which has two digits after its percent sign.
    String kept = escaped.substring(0, MAX_LENGTH).replaceFirst("%.?$", "");
    return kept + "~" + HexFormat.of().toHexDigits(value.hashCode());
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      if (unit < FIRST_PRINTABLE || unit == DELETE || ESCAPED.indexOf(unit) >= 0) {
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
      } else {
        escaped.append((char) unit);
      }
    }
    return escaped.toString();
  }
}

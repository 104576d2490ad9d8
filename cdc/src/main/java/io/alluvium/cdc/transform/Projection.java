package io.alluvium.cdc.transform;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.types.logical.RowType;

/**
 * Which columns of a row are kept, and how: {@code *}, {@code *, -secret}, {@code id, name}, {@code
 * *, SHA256(email) AS email}, {@code *, NULL AS phone}. A column that comes to the source later is
 * kept by {@code *} only.
 */
public final class Projection implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern COLUMN = Pattern.compile(NAME);
  private static final Pattern DROPPED = Pattern.compile("-\\s*" + NAME);
  private static final Pattern HASHED =
      Pattern.compile(
          "SHA256\\s*\\(\\s*" + NAME + "\\s*\\)\\s+AS\\s+" + NAME, Pattern.CASE_INSENSITIVE);
  private static final Pattern NULLED =
      Pattern.compile("NULL\\s+AS\\s+" + NAME, Pattern.CASE_INSENSITIVE);

  private final boolean all;
  private final Map<String, Treatment> columns;

  private Projection(boolean all, Map<String, Treatment> columns) {
    this.all = all;
    this.columns = new LinkedHashMap<>(columns);
  }

  /** What becomes of a column. */
  enum Treatment {
    KEPT,
    DROPPED,
    /** The SHA-256 of its text, in hexadecimal. */
    HASHED,
    NULLED
  }

  /**
   * @throws IllegalArgumentException where it says more than this can; the message says what it can
   */
  public static Projection parse(String text) {
    boolean all = false;
    Map<String, Treatment> columns = new LinkedHashMap<>();
    for (String part : parts(text)) {
      Matcher matcher;
      if (part.equals("*")) {
        all = true;
      } else if ((matcher = COLUMN.matcher(part)).matches()) {
        columns.put(name(matcher.group(1)), Treatment.KEPT);
      } else if ((matcher = DROPPED.matcher(part)).matches()) {
        columns.put(name(matcher.group(1)), Treatment.DROPPED);
      } else if ((matcher = NULLED.matcher(part)).matches()) {
        columns.put(name(matcher.group(1)), Treatment.NULLED);
      } else if ((matcher = HASHED.matcher(part)).matches()
          && name(matcher.group(1)).equals(name(matcher.group(2)))) {
        columns.put(name(matcher.group(1)), Treatment.HASHED);
      } else {
        throw new IllegalArgumentException(
            "'"
                + part
                + "' is not supported: bronze holds what the source has. Write *, a column,"
                + " -column, SHA256(column) AS column or NULL AS column, and compute the rest in a"
                + " model");
      }
    }
    if (!all && !columns.containsValue(Treatment.KEPT)) {
      throw new IllegalArgumentException("keeps no column; begin with * to keep the others");
    }
    return new Projection(all, columns);
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?:\"(?:[^\"]|\"\")*\"|\\([^)]*\\)|[^,\"(])+").matcher(text);
    while (matcher.find()) {
      if (!matcher.group().isBlank()) {
        parts.add(matcher.group().strip());
      }
    }
    return parts;
  }

  static String name(String text) {
    return text.startsWith("\"")
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text;
  }

  Treatment of(String column) {
    return columns.getOrDefault(column, all ? Treatment.KEPT : Treatment.DROPPED);
  }

  /** Whether all columns of a schema stay as they are. */
  boolean keepsAll(RowType rowType) {
    return rowType.getFieldNames().stream().allMatch(column -> of(column) == Treatment.KEPT);
  }
}

package io.alluvium.cdc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of the source with its schema. */
record TableName(String schema, String table) {
  private static final Pattern FORM = Pattern.compile("([^.,;\\s]+)\\.([^.,;\\s]+)");

  static TableName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new CdcException(
          "Option --table-names has '"
              + text
              + "', which is not of the form schema.table. Write for example public.orders.");
    }
    return new TableName(matcher.group(1), matcher.group(2));
  }

  /** As a regular expression, which is how Debezium takes table names. */
  String pattern() {
    return escape(schema) + "\\." + escape(table);
  }

  String quoted() {
    return quote(schema) + "." + quote(table);
  }

  private static String escape(String name) {
    return name.replaceAll("(\\W)", "\\\\$1");
  }

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}

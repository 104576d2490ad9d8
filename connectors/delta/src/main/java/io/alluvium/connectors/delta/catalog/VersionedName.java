package io.alluvium.connectors.delta.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * A name that says which version of a table is meant: {@code orders$v12}.
 *
 * <p>Flink takes two reads of one table by different {@code FOR SYSTEM_TIME AS OF} clauses for the
 * same read; by two names they stay two.
 *
 * @param table without the version
 */
record VersionedName(ObjectPath table, long version) {
  private static final Pattern FORM = Pattern.compile("(.+)\\$v(\\d{1,18})");

  /** Empty where the name has no version. */
  static Optional<VersionedName> parse(ObjectPath name) {
    Matcher form = FORM.matcher(name.getObjectName());
    return form.matches()
        ? Optional.of(
            new VersionedName(
                new ObjectPath(name.getDatabaseName(), form.group(1)),
                Long.parseLong(form.group(2))))
        : Optional.empty();
  }
}

package io.alluvium.ingest.jdbc;

import io.alluvium.definitions.Secret;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import javax.annotation.Nullable;

/**
 * What a definition says of a table or query.
 *
 * @param url of JDBC, without a password
 * @param user null where the URL says it or none is needed
 * @param password null where none is needed
 * @param table as the database names it, with its schema; null for a query
 * @param query null for a table
 * @param mode which rows a round brings
 * @param column that rows are divided and put in order by; null for the first of the key
 * @param key of rows; empty for the table's primary key
 * @param lag of incremental rounds: how far behind the mark they begin
 * @param ranges at most, read in parallel
 * @param pageRows that are emitted together, about
 * @param interval between two rounds; null for one round
 */
record JdbcSettings(
    String url,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable String table,
    @Nullable String query,
    Mode mode,
    @Nullable String column,
    List<String> key,
    Duration lag,
    int ranges,
    int pageRows,
    @Nullable Duration interval)
    implements Serializable {

  /** Which rows a round brings. */
  enum Mode {
    /** All. */
    FULL,
    /** Those whose column is at or behind the greatest value that bronze holds. */
    INCREMENTAL,
    /** Those that differ from what bronze holds. */
    DIFFERENCE
  }

  JdbcSettings {
    key = List.copyOf(key);
  }

  /** Where the database is: the URL without parameters, which may hold secrets. */
  String address() {
    return url.replaceFirst("[?;].*", "");
  }

  boolean isBounded() {
    return interval == null;
  }
}

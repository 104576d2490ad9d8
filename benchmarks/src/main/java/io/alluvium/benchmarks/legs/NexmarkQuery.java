package io.alluvium.benchmarks.legs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The queries of Nexmark that need no other system, each with what its result must be in DuckDB's
 * SQL. Of the one numbered 6 Flink's SQL knows no form: an average over the last rows of a result
 * that changes.
 */
enum NexmarkQuery {
  q0("count(*), sum(price), sum(auction)", "FROM bid"),
  q1("count(*), sum(price * 1000)::BIGINT", "count(*), sum(price * 908)", "FROM bid"),
  q2("count(*), sum(price)", "FROM bid WHERE auction % 123 = 0"),
  q3(
      "count(*), sum(id)",
      "FROM (SELECT auction.id FROM auction JOIN person ON seller = person.id"
          + " WHERE category = 10 AND state IN ('OR', 'ID', 'CA'))"),
  q4(
      "count(*), sum(final_price)",
      "count(*), sum(final_price)::BIGINT",
      "FROM (SELECT sum(price)::BIGINT // count(*) AS final_price FROM (SELECT max(price) AS price,"
          + " category FROM auction JOIN bid ON auction.id = bid.auction AND bid.date_time BETWEEN"
          + " auction.date_time AND auction.expires GROUP BY auction.id, category)"
          + " GROUP BY category)"),
  q5(
      "count(*), sum(bids), sum(auction)",
      "FROM (SELECT auction, bids FROM (SELECT auction, count(*) AS bids,"
          + " (epoch_ms(date_time) // 2000 - hop) AS w FROM bid, range(5) AS hops(hop)"
          + " GROUP BY auction, w) QUALIFY rank() OVER (PARTITION BY w ORDER BY bids DESC) = 1)"),
  q7(
      "count(*), sum(price), sum(auction)",
      "FROM (SELECT price, auction FROM bid QUALIFY rank() OVER (PARTITION BY"
          + " epoch_ms(date_time) // 10000 ORDER BY price DESC) = 1)"),
  q8(
      "count(*), sum(id)",
      "FROM (SELECT DISTINCT person.id FROM person JOIN auction ON seller = person.id"
          + " AND epoch_ms(person.date_time) // 10000 = epoch_ms(auction.date_time) // 10000)"),
  q9(
      "count(*), sum(id), sum(price)",
      "FROM (SELECT auction.id, max(price) AS price FROM auction JOIN bid"
          + " ON auction.id = bid.auction AND bid.date_time BETWEEN auction.date_time"
          + " AND auction.expires GROUP BY auction.id)");

  private final String found;
  private final String expected;
  private final String from;

  NexmarkQuery(String sums, String from) {
    this(sums, sums, from);
  }

  /**
   * @param found sums over the result
   * @param expected the same of the events
   */
  NexmarkQuery(String found, String expected, String from) {
    this.found = found;
    this.expected = expected;
    this.from = from;
  }

  /** Sums over a result in a lake. */
  String found(Path table) throws IOException {
    return "SELECT " + found + " FROM " + TableSums.scan(table);
  }

  /** What they must be. */
  String expected(Path tables) throws IOException {
    StringBuilder query = new StringBuilder();
    String separator = "WITH ";
    for (String table : new String[] {"person", "auction", "bid"}) {
      query
          .append(separator)
          .append(table)
          .append(" AS (SELECT * FROM ")
          .append(TableSums.scan(tables.resolve(table)))
          .append(')');
      separator = ", ";
    }
    return query + " SELECT " + expected + " " + from;
  }
}

package io.alluvium.cdc;

import java.time.Duration;

/** A database and how to reach it. */
record DatabaseAddress(
    String hostname,
    int port,
    String database,
    String username,
    Password password,
    Duration connectTimeout) {

  String server() {
    return hostname + ":" + port;
  }

  String jdbcUrl() {
    return "jdbc:postgresql://" + server() + "/" + database;
  }
}

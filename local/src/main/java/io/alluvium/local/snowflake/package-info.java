/**
 * A double of Snowflake for tests and the demo: it speaks the protocol of the real JDBC driver over
 * HTTP on the loopback interface, and runs the statements on DuckDB. It knows the part of
 * Snowflake's SQL that loads and reads tables, holds what Snowflake holds there (transactions,
 * locks, the history of loaded files, lengths of texts, requests that are answered once) and
 * refuses everything else. It says nothing about Snowflake's speed and cost.
 */
package io.alluvium.local.snowflake;

/** Tables and queries of databases: whole, incrementally by a column, or by their difference. */
package io.alluvium.ingest.jdbc;

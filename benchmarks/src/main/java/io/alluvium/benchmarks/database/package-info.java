/** The PostgreSQL database that is captured: a table of orders, and changes of it. */
package io.alluvium.benchmarks.database;

/** {@code alluvium sql}. */
package io.alluvium.cli.sql;

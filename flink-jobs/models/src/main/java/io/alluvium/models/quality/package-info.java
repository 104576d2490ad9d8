/** Conditions on the rows of tables: what they are, and the SQL that finds what violates them. */
package io.alluvium.models.quality;

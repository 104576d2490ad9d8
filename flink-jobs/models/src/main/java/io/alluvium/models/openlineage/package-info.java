/** Tells OpenLineage what jobs read and write, column by column. */
package io.alluvium.models.openlineage;

/** Which columns the columns of models come from, as Flink's planner understands the SQL. */
package io.alluvium.models.lineage;

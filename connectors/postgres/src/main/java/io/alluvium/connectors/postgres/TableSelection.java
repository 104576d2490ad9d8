package io.alluvium.connectors.postgres;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Says which tables of a database are captured. It is asked about every ordinary and partitioned
 * table at every start, so that tables that have come since are captured too, and missed tables are
 * no error. Partitions belong to their table.
 */
@PublicEvolving
@FunctionalInterface
public interface TableSelection extends Serializable {

  boolean includes(TableName table);

  static TableSelection of(List<TableName> tables) {
    Set<TableName> names = Set.copyOf(tables);
    return names::contains;
  }

  /**
   * @param pattern regular expression of {@code schema.table}, in whole
   */
  static TableSelection matching(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return table -> compiled.matcher(table.toString()).matches();
  }
}

package io.alluvium.connectors.delta.maintenance;

import java.util.List;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What VACUUM did, or in a dry run would do.
 *
 * @param paths of the files deleted, without scheme
 * @param bytes their size
 */
@PublicEvolving
public record VacuumResult(List<String> paths, long bytes) {
  public VacuumResult {
    paths = List.copyOf(paths);
  }
}

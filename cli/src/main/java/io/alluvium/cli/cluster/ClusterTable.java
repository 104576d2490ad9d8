package io.alluvium.cli.cluster;

import io.alluvium.cli.output.OutputFormat;
import io.alluvium.cluster.ClusterHome;
import io.alluvium.cluster.ClusterState;
import io.alluvium.cluster.Member;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.flink.types.Row;

/** Prints the processes of a cluster. */
final class ClusterTable {
  private static final List<String> NAMES = List.of("process", "state", "pid", "address", "log");

  private ClusterTable() {}

  /**
   * @throws io.alluvium.cluster.ClusterException where no cluster runs
   */
  static void print(ClusterHome home, OutputFormat format, PrintWriter out) throws IOException {
    ClusterState state = home.running();
    List<Row> rows = state.members().stream().map(member -> row(state, member)).toList();
    format.write(NAMES, rows.iterator(), out);
    out.flush();
  }

  private static Row row(ClusterState state, Member member) {
    return Row.of(
        member.name(),
        member.isAlive() ? "running" : "dead",
        member.pid(),
        switch (member.role()) {
          case JOB_MANAGER -> state.address().url();
          case SQL_GATEWAY -> state.gateway().url();
          case COORDINATOR, TASK_MANAGER -> null;
        },
        member.log());
  }
}

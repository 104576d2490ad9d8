package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.InstantiationUtil;

/**
 * OPTIMIZE as a Flink job: the program plans, the subtasks rewrite groups of files in parallel, and
 * the program puts the new files in place, in one commit. A job that fails changes nothing; the
 * files it wrote until then stay unseen until VACUUM.
 *
 * <p>The program must be attached to its job until the end, as with {@code flink run}.
 */
@PublicEvolving
public final class OptimizeJob {
  private final StreamExecutionEnvironment environment;

  /**
   * @param environment whose parallelism says how many groups are rewritten at a time
   */
  public OptimizeJob(StreamExecutionEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Optimizes a table. All is one commit, whatever {@link OptimizeOptions#bytesPerCommit()} says.
   *
   * @param tablePath a URI or an absolute path of the table's folder, which all subtasks reach
   * @throws DeltaException where the table cannot be optimized
   * @throws Exception where the job fails
   */
  public OptimizeResult run(String tablePath, OptimizeOptions options) throws Exception {
    Optimize optimize = new Optimize(DeltaTable.at(tablePath), options);
    List<List<DataFile>> groups = optimize.plan();
    if (!groups.isEmpty()) {
      optimize.commit(rewrite(tablePath, optimize.plannedVersion(), groups));
    }
    return optimize.result();
  }

  private List<Optimize.Rewritten> rewrite(
      String tablePath, long version, List<List<DataFile>> groups) throws Exception {
    List<byte[]> tasks = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      tasks.add(
          InstantiationUtil.serializeObject(
              new Group(i, groups.get(i).stream().map(DataFile::withoutStatistics).toList())));
    }
    List<Optimize.Rewritten> rewritten = new ArrayList<>();
    try (CloseableIterator<byte[]> results =
        environment
            .fromCollection(tasks, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
            .name("groups of files")
            .uid("groups")
            .rebalance()
            .map(new Rewrite(tablePath, version))
            .name("rewrite")
            .uid("rewrite")
            .executeAndCollect("OPTIMIZE " + tablePath)) {
      while (results.hasNext()) {
        NewFile result = deserialize(results.next());
        rewritten.add(
            new Optimize.Rewritten(groups.get(result.group()), Optional.ofNullable(result.file())));
      }
    }
    return rewritten;
  }

  /** Files to put together. */
  private record Group(int number, List<DataFile> files) implements Serializable {}

  /** The file of a group; null where no row is live. */
  private record NewFile(int group, @Nullable DataFile file) implements Serializable {}

  private static <T> T deserialize(byte[] bytes) throws IOException, ClassNotFoundException {
    return InstantiationUtil.deserializeObject(bytes, OptimizeJob.class.getClassLoader());
  }

  /** Rewrites one group after the other. */
  private static final class Rewrite extends RichMapFunction<byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final String tablePath;
    private final long version;
    private transient FileRewriter rewriter;

    Rewrite(String tablePath, long version) {
      this.tablePath = tablePath;
      this.version = version;
    }

    @Override
    public void open(OpenContext context) {
      // Schema and properties of the version that was planned, whatever has come since.
      rewriter = new FileRewriter(tablePath, DeltaTable.at(tablePath).snapshot(version));
    }

    @Override
    public byte[] map(byte[] task) throws Exception {
      Group group = deserialize(task);
      return InstantiationUtil.serializeObject(
          new NewFile(group.number(), rewriter.rewrite(group.files()).orElse(null)));
    }
  }
}

package io.alluvium.ingest.deadletters;

import io.alluvium.connectors.delta.SchemaEvolution;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.connectors.delta.source.DeltaSource;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import io.alluvium.ingest.batch.TableScan;
import io.alluvium.ingest.bronze.BronzeSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Decodes dead letters again, by the inlet's definition as it is now, and appends what can be
 * decoded to the inlet's table, each letter once, whatever fails in between and whoever replays
 * beside.
 *
 * <p>Two tables change, which no commit spans: the inlet's, and the log of replays. The inlet's
 * table is the truth: a letter is replayed where the table holds its position, and only then is it
 * logged.
 *
 * <ul>
 *   <li>The rows of a run appear in one commit. A run that fails before it has changed nothing.
 *   <li>A run that fails between commit and log is made up for: the next one finds the positions in
 *       the table, and logs them.
 *   <li>The commit carries a transaction whose name is made of the number of letters that were
 *       logged when the run began. Of runs that began at the same state the table takes one commit;
 *       that of another is refused as the same. Its letters are left for the next run.
 * </ul>
 */
@PublicEvolving
public final class DeadLetterReplay {
  private static final RowType POSITIONS =
      new RowType(
          BronzeSchema.of(List.of()).rowType().getFields().stream()
              .filter(
                  field ->
                      field.getName().equals(BronzeSchema.SOURCE)
                          || field.getName().equals(BronzeSchema.POSITION))
              .toList());

  private final ReplayableInlet inlet;
  private final String lake;
  private final String target;
  private final ReplayLog log;

  /**
   * @param lake path or URI of the lake's folder
   */
  public DeadLetterReplay(ReplayableInlet inlet, String lake) {
    this.inlet = inlet;
    this.lake = lake;
    this.target = lake + (lake.endsWith("/") ? "" : "/") + inlet.table().replace('.', '/');
    this.log = new ReplayLog(lake);
  }

  /** A letter that is to be replayed, and its sequence. */
  private record Chosen(ReplayLog.Letter letter, long sequence) {}

  /**
   * Replays letters.
   *
   * @param env without checkpoints, as the rows are to appear in one commit
   * @param selection of letters; those of other inlets are left
   * @throws IllegalArgumentException where the environment has checkpoints
   * @throws Exception where a job fails; running again is safe
   */
  public ReplayResult run(StreamExecutionEnvironment env, LetterSelection selection)
      throws Exception {
    if (env.getCheckpointConfig().isCheckpointingEnabled()) {
      throw new IllegalArgumentException("A replay is one commit, and needs no checkpoints");
    }
    DeltaTable letters = DeltaTable.at(DeadLetterSink.tablePath(lake));
    if (!letters.exists()) {
      return new ReplayResult(0, 0, 0, Map.of());
    }
    long version = letters.snapshot().version();
    String run = logWhatIsThere(env);
    Map<String, Chosen> chosen = chosen(selection.ofInlet(inlet.inlet()));
    Map<String, Chosen> open = new HashMap<>(chosen);
    open.keySet().removeAll(log.of(inlet.inlet()).keySet());
    Set<String> before = inTable(open);
    open.keySet().removeAll(before);
    Map<String, Long> unreadable =
        open.isEmpty() ? Map.of() : append(env, version, open.keySet(), run);
    Set<String> now = inTable(open);
    Set<String> unlogged = new HashSet<>(before);
    unlogged.addAll(now);
    if (!unlogged.isEmpty()) {
      log.add(env, inlet.inlet(), letters(chosen, unlogged), run);
    }
    return new ReplayResult(chosen.size(), chosen.size() - open.size(), now.size(), unreadable);
  }

  /**
   * The name of the next run's commits. Where the table has a commit of that name already, a run
   * ended before it could log: what the table holds is logged first, all letters of the inlet, as
   * it is not known which that run had chosen.
   */
  private String logWhatIsThere(StreamExecutionEnvironment env) throws Exception {
    for (int attempt = 0; ; attempt++) {
      Set<String> logged = log.of(inlet.inlet()).keySet();
      String run =
          "replay/" + inlet.inlet() + "/" + logged.size() + (attempt == 0 ? "" : "." + attempt);
      if (!isTaken(run)) {
        return run;
      }
      Map<String, Chosen> open = chosen(LetterSelection.of(inlet.inlet()));
      open.keySet().removeAll(logged);
      Set<String> there = inTable(open);
      if (!there.isEmpty()) {
        log.add(env, inlet.inlet(), letters(open, there), run);
      }
    }
  }

  private boolean isTaken(String run) {
    DeltaTable table = DeltaTable.at(target);
    return table.exists() && table.snapshot().transactionVersion(run).isPresent();
  }

  private Map<String, Chosen> chosen(LetterSelection selection) throws Exception {
    Map<String, Chosen> chosen = new HashMap<>();
    new TableScan(DeadLetterSink.tablePath(lake), LetterColumns.SUMMARY)
        .forEach(
            row -> {
              if (selection.contains(row)) {
                ReplayLog.Letter letter =
                    new ReplayLog.Letter(
                        LetterColumns.text(row, LetterColumns.SOURCE),
                        LetterColumns.text(row, LetterColumns.POSITION));
                boolean none = row.isNullAt(LetterColumns.SEQUENCE);
                chosen.put(
                    letter.key(),
                    new Chosen(letter, none ? -1 : row.getLong(LetterColumns.SEQUENCE)));
              }
            });
    return chosen;
  }

  /** Of the letters, the keys of those whose positions the inlet's table holds. */
  private Set<String> inTable(Map<String, Chosen> letters) throws Exception {
    Set<String> there = new HashSet<>();
    if (letters.isEmpty()) {
      return there;
    }
    LongSummaryStatistics sequences =
        letters.values().stream().mapToLong(Chosen::sequence).summaryStatistics();
    // Letters without a sequence may be in any file.
    String pruned = sequences.getMin() < 0 ? "" : BronzeSchema.SEQUENCE;
    int source = POSITIONS.getFieldIndex(BronzeSchema.SOURCE);
    int position = POSITIONS.getFieldIndex(BronzeSchema.POSITION);
    new TableScan(target, POSITIONS)
        .forEach(
            pruned,
            bounds ->
                bounds.least().asLong() <= sequences.getMax()
                    && bounds.most().asLong() >= sequences.getMin(),
            row -> {
              String key =
                  LetterColumns.key(
                      LetterColumns.text(row, source), LetterColumns.text(row, position));
              if (letters.containsKey(key)) {
                there.add(key);
              }
            });
    return there;
  }

  private static Set<ReplayLog.Letter> letters(Map<String, Chosen> letters, Set<String> keys) {
    Set<ReplayLog.Letter> some = new HashSet<>();
    keys.forEach(key -> some.add(letters.get(key).letter()));
    return some;
  }

  /** Runs the job; gives what still cannot be decoded. */
  private Map<String, Long> append(
      StreamExecutionEnvironment env, long version, Set<String> keys, String run) throws Exception {
    DeltaSource letters =
        DeltaSource.builder(DeadLetterSink.tablePath(lake))
            .bounded(ReadVersion.version(version))
            .columns(DeadLetter.ROW_TYPE.getFieldNames())
            .build();
    RowType rowType = inlet.rowType();
    DataStream<RowData> rows =
        env.fromSource(
                letters,
                WatermarkStrategy.noWatermarks(),
                "dead letters",
                InternalTypeInfo.of(DeadLetter.ROW_TYPE))
            .keyBy(ReplayLetters::key, Types.STRING)
            .process(new ReplayLetters(inlet, keys), InternalTypeInfo.of(rowType))
            .name("decode again");
    DeltaSink.append(target, rowType)
        .sinkId(run)
        .singleRun()
        .partitionedBy(inlet.partitionColumns())
        .schemaEvolution(SchemaEvolution.ADD_COLUMNS)
        .addTo(rows, "replay");
    JobExecutionResult result = env.execute("replay of " + inlet.inlet());
    Map<String, Long> unreadable = new HashMap<>();
    result
        .getAllAccumulatorResults()
        .forEach(
            (name, count) -> {
              if (name.startsWith(ReplayLetters.UNREADABLE)) {
                unreadable.put(name.substring(ReplayLetters.UNREADABLE.length()), (Long) count);
              }
            });
    return unreadable;
  }
}

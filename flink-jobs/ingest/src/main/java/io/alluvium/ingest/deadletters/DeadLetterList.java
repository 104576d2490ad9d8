package io.alluvium.ingest.deadletters;

import io.alluvium.ingest.batch.TableScan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.flink.table.data.RowData;

/** Looks at the dead letters of a lake. */
public final class DeadLetterList {
  private final String tablePath;
  private final ReplayLog log;

  /**
   * @param lake path or URI of the lake's folder
   */
  public DeadLetterList(String lake) {
    tablePath = DeadLetterSink.tablePath(lake);
    log = new ReplayLog(lake);
  }

  /** What there is to say of a letter, without what it holds. */
  public record Summary(
      String inlet,
      String source,
      String position,
      String errorClass,
      String reason,
      Optional<Instant> time,
      Optional<Instant> ingestTime,
      Optional<Instant> replayed) {}

  /**
   * The latest letters, the youngest first.
   *
   * @param limit how many at most
   */
  public List<Summary> latest(LetterSelection selection, int limit) throws Exception {
    Comparator<Summary> byAge =
        Comparator.<Summary, Instant>comparing(
                letter -> letter.ingestTime().or(letter::time).orElse(Instant.EPOCH))
            .thenComparing(Summary::position);
    PriorityQueue<Summary> latest = new PriorityQueue<>(byAge);
    new TableScan(tablePath, LetterColumns.SUMMARY)
        .forEach(
            row -> {
              if (selection.contains(row)) {
                latest.add(summary(row));
                if (latest.size() > limit) {
                  latest.remove();
                }
              }
            });
    List<Summary> letters = new ArrayList<>();
    Map<String, Map<String, Instant>> replays = new HashMap<>();
    for (Summary letter : latest) {
      if (!replays.containsKey(letter.inlet())) {
        replays.put(letter.inlet(), log.of(letter.inlet()));
      }
      Instant replayed =
          replays.get(letter.inlet()).get(LetterColumns.key(letter.source(), letter.position()));
      letters.add(
          new Summary(
              letter.inlet(),
              letter.source(),
              letter.position(),
              letter.errorClass(),
              letter.reason(),
              letter.time(),
              letter.ingestTime(),
              Optional.ofNullable(replayed)));
    }
    letters.sort(byAge.reversed());
    return letters;
  }

  /** The whole letters of a selection. */
  public List<DeadLetter> letters(LetterSelection selection) throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    new TableScan(tablePath, DeadLetter.ROW_TYPE)
        .forEach(
            row -> {
              DeadLetter letter = DeadLetter.fromRow(row);
              if (selection.positions().contains(letter.position().toString())
                  && (selection.inlet() == null
                      || selection.inlet().equals(letter.inlet().toString()))) {
                letters.add(letter);
              }
            });
    return letters;
  }

  private static Summary summary(RowData row) {
    return new Summary(
        LetterColumns.text(row, LetterColumns.INLET),
        LetterColumns.text(row, LetterColumns.SOURCE),
        LetterColumns.text(row, LetterColumns.POSITION),
        LetterColumns.text(row, LetterColumns.ERROR_CLASS),
        LetterColumns.text(row, LetterColumns.REASON),
        LetterColumns.time(row, LetterColumns.TIME),
        LetterColumns.time(row, LetterColumns.INGEST_TIME),
        Optional.empty());
  }
}

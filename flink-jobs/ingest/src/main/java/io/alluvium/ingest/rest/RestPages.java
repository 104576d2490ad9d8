package io.alluvium.ingest.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Page;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.bronze.BronzeMetadata;
import io.alluvium.ingest.bronze.BronzeOperation;
import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.deadletters.DeadLetterOrigin;
import io.alluvium.ingest.record.JsonFormat;
import io.alluvium.ingest.record.RecordDecoder;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of an interface, one round or many. A page is emitted once its whole answer was read
 * and understood, together with the place of the next; until then nothing of it is.
 */
final class RestPages implements PageReader.Pages {
  private static final Logger LOG = LoggerFactory.getLogger(RestPages.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BronzeTarget target;
  private final RestSettings settings;
  private final RestClient client;
  private final PageSequence sequence;
  private final Backoff backoff;
  private final InstantSource clock;
  private final RecordDecoder decoder;
  private final StringData source;
  private RestProgress progress;
  private final long lastRound;
  private int failures;

  RestPages(
      BronzeTarget target,
      RestSettings settings,
      RestProgress progress,
      long lastRound,
      Backoff backoff,
      InstantSource clock) {
    this.target = target;
    this.settings = settings;
    this.client = new RestClient(settings, clock);
    this.sequence = new PageSequence(settings);
    this.backoff = backoff;
    this.clock = clock;
    this.decoder = new JsonFormat().newDecoder(settings.columns());
    this.source = StringData.fromString(settings.source());
    this.progress = progress;
    this.lastRound = lastRound;
  }

  @Override
  @Nullable
  public Page next() throws InterruptedException {
    if (progress.rounds() >= lastRound) {
      return null;
    }
    long begun = System.nanoTime();
    URI address = sequence.address(progress);
    RestAnswer answer = client.get(address);
    if (answer instanceof RestAnswer.Later later) {
      return waiting(later);
    }
    try {
      Page page = page((RestAnswer.Body) answer, begun);
      failures = 0;
      return page;
    } catch (IOException e) {
      return waiting(RestAnswer.Later.of("its answer is not as declared: " + e.getMessage()));
    }
  }

  /** Nothing, until it is time to ask again. */
  private Page waiting(RestAnswer.Later later) {
    failures++;
    String reason = client.masked(later.reason());
    if (settings.interval() == null && failures >= settings.limits().attempts()) {
      throw new BatchException(
          settings.source()
              + ": "
              + failures
              + " attempts in a row have failed, at last because "
              + reason
              + ". What was read before is kept; run it again to go on.");
    }
    Duration wait = later.pause().isNegative() ? backoff.after(failures) : later.pause();
    LOG.warn(
        "{}: {}; asking again in {} ms (attempt {})",
        settings.source(),
        reason,
        wait.toMillis(),
        failures + 1);
    return new Page(List.of(), progress.toText(), wait);
  }

  private Page page(RestAnswer.Body answer, long begun) throws IOException {
    List<byte[]> records =
        answer.bytes().length == 0 ? List.of() : settings.records().values(answer.bytes());
    MarkedRecords marked = new MarkedRecords(settings.incremental(), progress);
    List<byte[]> fresh = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      if (marked.isNew(records.get(i))) {
        fresh.add(records.get(i));
        numbers.add(i + 1);
      }
    }
    long last = progress.sequence() + fresh.size();
    Optional<String> nextPage =
        answer.bytes().length == 0
            ? Optional.empty()
            : sequence.next(progress, answer.bytes(), answer.headers(), records.size());
    RestProgress next =
        nextPage.isPresent()
            ? progress.next(nextPage.get(), marked.most(), marked.atMost(), last)
            : progress.nextRound(marked.nextMark(answer.bytes()), marked.atMost(), last);
    List<RoutedRow> rows = new ArrayList<>();
    int carrier = carrier(fresh);
    for (int i = 0; i < fresh.size(); i++) {
      rows.add(
          row(
              fresh.get(i),
              position(numbers.get(i), i == carrier ? next : null),
              progress.sequence() + i + 1));
    }
    progress = next;
    return new Page(rows, next.toText(), pause(nextPage.isEmpty(), begun));
  }

  /**
   * Which record of a page says where reading goes on: the last that becomes a row, since rows are
   * committed before dead letters; the last of all where none does.
   */
  private int carrier(List<byte[]> records) {
    for (int i = records.size() - 1; i >= 0; i--) {
      try {
        decoder.decode(records.get(i), 0, records.get(i).length, target.schema().newRow());
        return i;
      } catch (UnreadableRecordException e) {
        LOG.debug("{}: a record is a dead letter: {}", settings.source(), e.getMessage());
      }
    }
    return records.size() - 1;
  }

  private Duration pause(boolean roundEnds, long begun) {
    if (roundEnds && settings.interval() != null) {
      return settings.interval();
    }
    double perSecond = settings.limits().perSecond();
    if (perSecond <= 0) {
      return Duration.ZERO;
    }
    long left = (long) (1_000_000_000 / perSecond) - (System.nanoTime() - begun);
    return Duration.ofNanos(Math.max(0, left));
  }

  /**
   * Where the record is; of one of a page also where reading goes on, for a run that has no other
   * memory.
   */
  private StringData position(int number, @Nullable RestProgress next) throws IOException {
    ObjectNode position = JSON.createObjectNode();
    if (progress.since() != null) {
      position.put("since", progress.since());
    }
    if (progress.page() != null) {
      position.put("page", progress.page());
    }
    position.put("round", progress.rounds() + 1);
    position.put("record", number);
    if (next != null) {
      position.set(RestMemory.NEXT, JSON.readTree(next.toText()));
    }
    return StringData.fromString(position.toString());
  }

  private RoutedRow row(byte[] record, StringData position, long number) {
    TimestampData now = TimestampData.fromInstant(clock.instant());
    try {
      GenericRowData row = target.schema().newRow();
      StringData rescued = decoder.decode(record, 0, record.length, row);
      target
          .schema()
          .setMetadata(
              row,
              new BronzeMetadata(BronzeOperation.CREATE, source, position, number, null, now),
              null,
              rescued);
      return target.row(row);
    } catch (UnreadableRecordException e) {
      return BronzeTarget.deadLetter(
          DeadLetter.of(
              e,
              new DeadLetterOrigin(
                  StringData.fromString(target.inlet()),
                  source,
                  position,
                  number,
                  null,
                  null,
                  null),
              record));
    }
  }
}

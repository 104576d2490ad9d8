package io.alluvium.ingest.files;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Page;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.bronze.BronzeMetadata;
import io.alluvium.ingest.bronze.BronzeOperation;
import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.deadletters.DeadLetterOrigin;
import io.alluvium.ingest.files.RecordReaders.OpenFile;
import io.alluvium.ingest.folder.ArrivalSplit;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.StorageException;
import io.alluvium.ingest.folder.StoredFile;
import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * The rows and dead letters of one file. A damaged file ends with a dead letter of its own; what
 * was read before the damage stays.
 */
final class FilePages implements PageReader.Pages {
  private static final int PAGE_RECORDS = 2_000;
  private static final int PAGE_BYTES = 1 << 20;

  private final BronzeTarget target;
  private final RecordReaders readers;
  private final StoredFile stored;
  private final LandingFile file;
  private final boolean refused;
  private final StringData source;
  private final TimestampData arrived;
  private FileProgress progress;
  private boolean superseded;
  @Nullable private OpenFile open;
  @Nullable private StringData headers;

  FilePages(
      BronzeTarget target, FilesSettings settings, ArrivalSplit split, FileProgress progress) {
    this.target = target;
    this.readers = new RecordReaders(settings);
    this.file = split.file();
    this.stored = new StoredFile(settings.folder().path(), file);
    this.refused = split.refused();
    this.progress = progress;
    this.source = StringData.fromString(settings.folder().source(file));
    this.arrived = TimestampData.fromEpochMillis(file.modified());
  }

  @Override
  @Nullable
  public Page next() throws IOException {
    if (progress.ended() || superseded) {
      return null;
    }
    if (refused) {
      return givenUp(
          new ArrayList<>(),
          ErrorClass.REPLACED_FILE,
          "a file of this name was read before, and the definition refuses another in its place");
    }
    if (open == null) {
      Optional<LandingFile> now = stored.now();
      if (now.isEmpty() || !now.get().isSameArrival(file)) {
        return changed(now.isPresent());
      }
    }
    List<RoutedRow> rows = new ArrayList<>();
    try {
      if (open == null) {
        open();
      }
      return page(rows);
    } catch (IOException | RuntimeException e) {
      StorageException.throwIfCauseOf(e);
      return damaged(rows, e);
    }
  }

  private void open() throws IOException {
    open = readers.open(stored);
    headers = open.names().isEmpty() ? null : CsvHeader.toJson(open.names());
  }

  private Page page(List<RoutedRow> rows) throws IOException {
    long bytes = 0;
    while (rows.size() < PAGE_RECORDS && bytes < PAGE_BYTES) {
      FileRecord record = open.records().next();
      if (record == null) {
        Optional<LandingFile> now = stored.now();
        return now.isPresent() && now.get().isSameArrival(file)
            ? end(rows, null)
            : givenUp(rows, ErrorClass.CHANGED_FILE, changedWhileRead(now.isPresent()));
      }
      // What was emitted before a failure is read again, and passed over.
      if (!progress.covers(record.number())) {
        emitted(record).ifPresent(rows::add);
        bytes += record.bytes().length;
      }
    }
    return Page.of(rows, progress.toText());
  }

  /** Empty where it is in the lake already. */
  private Optional<RoutedRow> emitted(FileRecord record) {
    StringData position = StringData.fromString(ReadBefore.position(file, record.number()));
    try {
      if (record.problem() != null) {
        throw record.problem();
      }
      GenericRowData row = target.schema().newRow();
      StringData rescued = open.decoder().decode(record.bytes(), 0, record.bytes().length, row);
      if (record.number() <= progress.row()) {
        return Optional.empty();
      }
      target
          .schema()
          .setMetadata(
              row,
              new BronzeMetadata(
                  BronzeOperation.CREATE, source, position, record.number(), arrived, now()),
              null,
              rescued);
      progress = progress.rowAt(record.number());
      return Optional.of(target.row(row));
    } catch (UnreadableRecordException e) {
      if (record.number() <= progress.letter()) {
        return Optional.empty();
      }
      progress = progress.deadLetterAt(record.number());
      return Optional.of(BronzeTarget.deadLetter(letter(record, position, e)));
    }
  }

  private DeadLetter letter(
      FileRecord record, StringData position, UnreadableRecordException error) {
    return DeadLetter.of(
        error,
        new DeadLetterOrigin(
            StringData.fromString(target.inlet()),
            source,
            position,
            record.number(),
            headers,
            null,
            arrived),
        record.bytes());
  }

  /** Another content is another arrival, which the next listing finds. */
  private Page changed(boolean there) {
    superseded = true;
    if (there && !progress.isBegun()) {
      return Page.of(List.of(), progress.toText());
    }
    return givenUp(new ArrayList<>(), ErrorClass.CHANGED_FILE, changedWhileRead(there));
  }

  private String changedWhileRead(boolean there) {
    return (there ? "the file was changed" : "the file went away")
        + " while it was read; "
        + progress.rows()
        + " rows of what it was are in the table"
        + (there ? ", and what it is now is read as another file" : "");
  }

  private Page damaged(List<RoutedRow> rows, Exception error) {
    return givenUp(
        rows,
        ErrorClass.DAMAGED_FILE,
        "the file is damaged behind record "
            + progress.last()
            + ": "
            + Optional.ofNullable(error.getMessage()).orElse(error.getClass().getSimpleName()));
  }

  private Page givenUp(List<RoutedRow> rows, ErrorClass errorClass, String reason) {
    String line = reason.lines().findFirst().orElse("");
    rows.add(
        BronzeTarget.deadLetter(
            new DeadLetter(
                StringData.fromString(target.inlet()),
                source,
                StringData.fromString(file.arrival()),
                null,
                StringData.fromString(errorClass.code()),
                StringData.fromString(line),
                null,
                null,
                null,
                arrived,
                now())));
    progress = progress.givenUp();
    return end(rows, line);
  }

  private Page end(List<RoutedRow> rows, @Nullable String error) {
    progress = progress.end();
    rows.add(
        new LandedFile(target.inlet(), file, progress.rows(), progress.deadLetters(), error)
            .toRow());
    return Page.of(rows, progress.toText());
  }

  private static TimestampData now() {
    return TimestampData.fromEpochMillis(System.currentTimeMillis());
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.records().close();
    }
  }
}

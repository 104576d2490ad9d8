package io.alluvium.ingest.documents;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Page;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.bronze.BronzeMetadata;
import io.alluvium.ingest.bronze.BronzeOperation;
import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.folder.ArrivalSplit;
import io.alluvium.ingest.folder.FolderSettings;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.StorageException;
import io.alluvium.ingest.folder.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** One file as one row. */
final class DocumentPages implements PageReader.Pages {
  static final String DONE = "done";
  private static final String REPLACED = "replaced-file";

  private final BronzeTarget target;
  private final FolderSettings folder;
  private final long maxBytes;
  private final ArrivalSplit split;
  private boolean done;

  DocumentPages(
      BronzeTarget target,
      FolderSettings folder,
      long maxBytes,
      ArrivalSplit split,
      String progress) {
    this.target = target;
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.split = split;
    this.done = progress.equals(DONE);
  }

  @Override
  @Nullable
  public Page next() throws IOException {
    if (done) {
      return null;
    }
    done = true;
    if (split.refused()) {
      return page(refused());
    }
    LandingFile file = split.file();
    StoredFile stored = new StoredFile(folder.path(), file);
    if (!isThere(stored)) {
      return null;
    }
    Fingerprint fingerprint;
    try (InputStream in = stored.open()) {
      fingerprint = Fingerprint.of(in, file.path(), file.size() <= maxBytes);
    } catch (StorageException e) {
      if (!isThere(stored)) {
        return null;
      }
      throw e;
    }
    // What was read may be partly of one content and partly of the other.
    return isThere(stored) && fingerprint.size() == file.size() ? page(row(fingerprint)) : null;
  }

  /**
   * A file that went away, or is another by now, is none of this arrival; the next listing tells.
   */
  private boolean isThere(StoredFile stored) throws StorageException {
    Optional<LandingFile> now = stored.now();
    return now.isPresent() && now.get().isSameArrival(split.file());
  }

  private static Page page(RoutedRow row) {
    return Page.of(List.of(row), DONE);
  }

  private RoutedRow row(Fingerprint fingerprint) {
    LandingFile file = split.file();
    GenericRowData row = target.schema().newRow();
    String source = folder.source(file);
    TimestampData modified = TimestampData.fromEpochMillis(file.modified());
    row.setField(DocumentColumns.PATH, StringData.fromString(file.path()));
    row.setField(
        DocumentColumns.NAME,
        StringData.fromString(file.path().substring(file.path().lastIndexOf('/') + 1)));
    row.setField(DocumentColumns.SIZE, file.size());
    row.setField(DocumentColumns.MODIFIED, modified);
    row.setField(DocumentColumns.MEDIA_TYPE, StringData.fromString(fingerprint.mediaType()));
    row.setField(DocumentColumns.SHA_256, StringData.fromString(fingerprint.sha256()));
    row.setField(DocumentColumns.CONTENT, fingerprint.content());
    row.setField(
        DocumentColumns.LINK, fingerprint.content() == null ? StringData.fromString(source) : null);
    target
        .schema()
        .setMetadata(
            row,
            new BronzeMetadata(
                BronzeOperation.CREATE,
                StringData.fromString(source),
                StringData.fromString(file.arrival()),
                file.modified(),
                modified,
                now()),
            null,
            null);
    return target.row(row);
  }

  private RoutedRow refused() {
    LandingFile file = split.file();
    return BronzeTarget.deadLetter(
        new DeadLetter(
            StringData.fromString(target.inlet()),
            StringData.fromString(folder.source(file)),
            StringData.fromString(file.arrival()),
            file.modified(),
            StringData.fromString(REPLACED),
            StringData.fromString(
                "a file of this name was read before, and the definition refuses another in its"
                    + " place"),
            null,
            null,
            null,
            TimestampData.fromEpochMillis(file.modified()),
            now()));
  }

  private static TimestampData now() {
    return TimestampData.fromEpochMillis(System.currentTimeMillis());
  }
}

package io.alluvium.ingest.documents;

import io.alluvium.ingest.bronze.BronzeMetadata;
import io.alluvium.ingest.bronze.BronzeOperation;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.StorageException;
import io.alluvium.ingest.folder.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Makes a row of a file. */
final class DocumentReader {
  private final DocumentSettings settings;

  DocumentReader(DocumentSettings settings) {
    this.settings = settings;
  }

  /** Empty where the file has gone away, or is another arrival by now. */
  Optional<RowData> read(LandingFile file) throws IOException {
    StoredFile stored = new StoredFile(settings.folder().path(), file);
    if (!isThere(stored, file)) {
      return Optional.empty();
    }
    Fingerprint fingerprint;
    try (InputStream in = stored.open()) {
      fingerprint = Fingerprint.of(in, file.path(), file.size() <= settings.maxBytes());
    } catch (StorageException e) {
      if (!isThere(stored, file)) {
        return Optional.empty();
      }
      throw e;
    }
    // What was read may be partly of one content and partly of the other.
    return isThere(stored, file) && fingerprint.size() == file.size()
        ? Optional.of(row(file, fingerprint))
        : Optional.empty();
  }

  private static boolean isThere(StoredFile stored, LandingFile file) throws StorageException {
    return stored.now().filter(now -> now.isSameArrival(file)).isPresent();
  }

  private RowData row(LandingFile file, Fingerprint fingerprint) {
    GenericRowData row = settings.target().schema().newRow();
    String source = settings.folder().source(file);
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
    settings
        .target()
        .schema()
        .setMetadata(
            row,
            new BronzeMetadata(
                BronzeOperation.CREATE,
                StringData.fromString(source),
                StringData.fromString(file.arrival()),
                file.modified(),
                modified,
                TimestampData.fromEpochMillis(System.currentTimeMillis())),
            null,
            null);
    return row;
  }
}

package io.alluvium.ingest.documents;

import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.deadletters.DeadLetterDecoder;
import io.alluvium.ingest.folder.FolderSettings;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.StoredFile;
import io.alluvium.ingest.record.ErrorClass;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.data.RowData;

/** Reads files that were refused, where they are still those of their letters. */
final class DocumentLetterDecoder implements DeadLetterDecoder {
  private final DocumentSettings settings;
  private final DocumentReader reader;

  DocumentLetterDecoder(DocumentSettings settings) {
    this.settings = settings;
    this.reader = new DocumentReader(settings);
  }

  /**
   * @throws UncheckedIOException where the storage fails
   */
  @Override
  public List<RowData> decode(DeadLetter letter) throws UnreadableRecordException {
    if (settings.folder().replaced() == FolderSettings.Replaced.REFUSE) {
      throw new UnreadableRecordException(
          ErrorClass.REPLACED_FILE, "the definition refuses the file still");
    }
    String folder = settings.folder().source(new LandingFile("", 0, 0));
    String source = letter.source().toString();
    try {
      if (source.startsWith(folder)) {
        Optional<LandingFile> file = there(source.substring(folder.length()), letter);
        if (file.isPresent()) {
          Optional<RowData> row = reader.read(file.get());
          if (row.isPresent()) {
            return List.of(row.get());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new UnreadableRecordException(
        ErrorClass.CHANGED_FILE, "the file is not there any more, or is another by now");
  }

  /** A letter has the time of its file, not the size. */
  private Optional<LandingFile> there(String path, DeadLetter letter) throws IOException {
    return new StoredFile(settings.folder().path(), new LandingFile(path, 0, 0))
        .now()
        .filter(file -> file.arrival().equals(letter.position().toString()));
  }
}

package io.alluvium.ingest.documents;

import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.Page;
import io.alluvium.ingest.batch.PageReader;
import io.alluvium.ingest.deadletters.DeadLetter;
import io.alluvium.ingest.folder.ArrivalSplit;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.record.ErrorClass;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** One file as one row. */
final class DocumentPages implements PageReader.Pages {
  static final String DONE = "done";

  private final DocumentSettings settings;
  private final ArrivalSplit split;
  private boolean done;

  DocumentPages(DocumentSettings settings, ArrivalSplit split, String progress) {
    this.settings = settings;
    this.split = split;
    this.done = progress.equals(DONE);
  }

  /** Null also for a file that went away, or is another by now: the next listing tells. */
  @Override
  @Nullable
  public Page next() throws IOException {
    if (done) {
      return null;
    }
    done = true;
    return split.refused()
        ? page(refused())
        : new DocumentReader(settings)
            .read(split.file())
            .map(row -> page(settings.target().row(row)))
            .orElse(null);
  }

  private static Page page(RoutedRow row) {
    return Page.of(List.of(row), DONE);
  }

  private RoutedRow refused() {
    LandingFile file = split.file();
    return BronzeTarget.deadLetter(
        new DeadLetter(
            StringData.fromString(settings.target().inlet()),
            StringData.fromString(settings.folder().source(file)),
            StringData.fromString(file.arrival()),
            file.modified(),
            StringData.fromString(ErrorClass.REPLACED_FILE.code()),
            StringData.fromString(
                "a file of this name was read before, and the definition refuses another in its"
                    + " place"),
            null,
            null,
            null,
            TimestampData.fromEpochMillis(file.modified()),
            TimestampData.fromEpochMillis(System.currentTimeMillis())));
  }
}

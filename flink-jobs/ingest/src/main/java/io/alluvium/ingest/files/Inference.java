package io.alluvium.ingest.files;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.files.RecordReaders.OpenFile;
import io.alluvium.ingest.folder.FolderListing;
import io.alluvium.ingest.folder.LandingFile;
import io.alluvium.ingest.folder.StorageException;
import io.alluvium.ingest.folder.StoredFile;
import io.alluvium.ingest.record.UnreadableRecordException;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/** Proposes the columns of a definition, from the beginnings of the first files. */
public final class Inference {
  private static final int MAX_FILES = 20;
  private static final int MAX_RECORDS = 1_000;

  private final ObjectMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private final Map<String, InferredType> types = new LinkedHashMap<>();
  private final FilesSettings settings;

  private Inference(FilesSettings settings) {
    this.settings = settings;
  }

  /**
   * The {@code columns} as a definition holds them, in YAML.
   *
   * @throws BatchException where no file can be read
   */
  public static String columns(InletDefinition definition) throws IOException {
    return new Inference(new FilesDefinition(definition).settings(List.of())).columns();
  }

  private String columns() throws IOException {
    List<LandingFile> files =
        new FolderListing(settings.folder().path(), settings.folder().include())
            .list().files().stream()
                .sorted(Comparator.comparingLong(LandingFile::modified))
                .limit(MAX_FILES)
                .toList();
    for (LandingFile file : files) {
      look(file);
    }
    if (types.isEmpty()) {
      throw new BatchException(
          "There is no file with a record in "
              + settings.folder().path()
              + (settings.folder().include() == null
                  ? ""
                  : " that matches " + settings.folder().include())
              + ". Columns can be inferred once there is one.");
    }
    StringBuilder yaml = new StringBuilder("columns:\n");
    for (Map.Entry<String, InferredType> field : types.entrySet()) {
      yaml.append(column(field.getKey(), field.getValue()));
    }
    return yaml.toString();
  }

  private void look(LandingFile file) throws IOException {
    try {
      OpenFile open =
          new RecordReaders(settings).open(new StoredFile(settings.folder().path(), file));
      try (RecordReader records = open.records()) {
        FileRecord record = records.next();
        for (int count = 0; record != null && count < MAX_RECORDS; count++) {
          add(record, open);
          record = records.next();
        }
      }
    } catch (IOException | RuntimeException e) {
      StorageException.throwIfCauseOf(e);
      throw new BatchException(
          "The file "
              + file.path()
              + " cannot be read as "
              + settings.format()
              + " ("
              + e.getMessage()
              + "). Correct the definition's format, or leave the file out with 'include'.",
          e);
    }
  }

  private void add(FileRecord record, OpenFile open) throws IOException {
    if (record.problem() != null) {
      return;
    }
    StringData fields;
    try {
      // Without a column every field is rescued.
      fields =
          open.decoder().decode(record.bytes(), 0, record.bytes().length, new GenericRowData(0));
    } catch (UnreadableRecordException e) {
      // Would be a dead letter.
      return;
    }
    if (fields != null) {
      for (Map.Entry<String, JsonNode> field : json.readTree(fields.toString()).properties()) {
        types.merge(
            field.getKey(),
            InferredType.of(field.getValue(), settings.format() == FileFormat.CSV),
            InferredType::and);
      }
    }
  }

  private String column(String field, InferredType type) throws IOException {
    String name = field.replaceFirst("^_+", "");
    String path = name.equals(field) ? "" : ", path: " + quoted(field);
    return "  - {name: " + quoted(name) + ", type: " + quoted(type.sql()) + path + "}\n";
  }

  private String quoted(String text) throws IOException {
    return text.matches("[A-Za-z][A-Za-z0-9_]*") ? text : json.writeValueAsString(text);
  }
}

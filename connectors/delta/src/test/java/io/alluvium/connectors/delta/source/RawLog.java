package io.alluvium.connectors.delta.source;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes commits as text, as other writers could have made them. */
public record RawLog(Path table) {

  public void commit(long version, List<String> actions) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "{\"commitInfo\":{\"inCommitTimestamp\":"
            + (System.currentTimeMillis() + version)
            + ",\"timestamp\":1,\"operation\":\"TEST\",\"operationParameters\":{}}}");
    lines.addAll(actions);
    Path log = Files.createDirectories(table.resolve("_delta_log"));
    Files.write(log.resolve(String.format("%020d.json", version)), lines);
  }

  public static String add(DataFile file, boolean dataChange) {
    return String.format(
        "{\"add\":{\"path\":\"%s\",\"size\":%d,\"modificationTime\":%d,\"partitionValues\":%s,"
            + "\"dataChange\":%s%s}}",
        file.path(),
        file.size(),
        file.modificationTime(),
        map(file.partitionValues()),
        dataChange,
        file.statistics() == null
            ? ""
            : ",\"stats\":\""
                + file.statistics().replace("\\", "\\\\").replace("\"", "\\\"")
                + '"');
  }

  public static String remove(DataFile file, boolean dataChange) {
    return String.format(
        "{\"remove\":{\"path\":\"%s\",\"deletionTimestamp\":1,\"dataChange\":%s,"
            + "\"extendedFileMetadata\":true,\"partitionValues\":%s,\"size\":%d}}",
        file.path(), dataChange, map(file.partitionValues()), file.size());
  }

  public static String changeData(String path, long size) {
    return String.format(
        "{\"cdc\":{\"path\":\"%s\",\"partitionValues\":{},\"size\":%d,\"dataChange\":false}}",
        path, size);
  }

  private static String map(Map<String, String> values) {
    return values.entrySet().stream()
        .map(
            entry ->
                '"'
                    + entry.getKey()
                    + "\":"
                    + (entry.getValue() == null ? "null" : '"' + entry.getValue() + '"'))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * @param schema JSON of the fields, without the struct around them
   */
  public static List<String> newTable(
      String readerFeatures, String fields, String partitionColumns, String configuration) {
    return List.of(
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":["
            + readerFeatures
            + "],\"writerFeatures\":["
            + readerFeatures
            + "]}}",
        "{\"metaData\":{\"id\":\"t\",\"format\":{\"provider\":\"parquet\",\"options\":{}},"
            + "\"schemaString\":\""
            + ("{\"type\":\"struct\",\"fields\":[" + fields + "]}").replace("\"", "\\\"")
            + "\",\"partitionColumns\":["
            + partitionColumns
            + "],\"configuration\":{"
            + configuration
            + "},\"createdTime\":1}}");
  }

  public static String field(String name, String type, String metadata) {
    return String.format(
        "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{%s}}",
        name, type, metadata);
  }
}

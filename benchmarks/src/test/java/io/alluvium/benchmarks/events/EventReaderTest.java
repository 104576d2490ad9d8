package io.alluvium.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.table.data.GenericRowData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventReaderTest {
  private static final int ROWS = 20_000;

  @TempDir Path folder;

  @Test
  void readsWhatJacksonReads() throws Exception {
    EventFiles.Expected expected = EventFiles.write(folder, 1, ROWS);
    List<String> lines = Files.readAllLines(folder.resolve("events-00000.json"));
    long sumOfSeq = 0;
    try (EventReader reader =
        new EventReader(Files.newInputStream(folder.resolve("events-00000.json")))) {
      for (String line : lines) {
        JsonNode event = new ObjectMapper().readTree(line);
        GenericRowData row = reader.next();
        assertThat(row.getString(0)).hasToString(event.get("device").asText());
        assertThat(row.getInt(1)).isEqualTo(event.get("site").asInt());
        assertThat(row.getString(2)).hasToString(event.get("metric").asText());
        assertThat(row.getDouble(3)).isEqualTo(event.get("reading").asDouble());
        assertThat(row.getInt(4)).isEqualTo(event.get("quality").asInt());
        assertThat(row.getLong(5)).isEqualTo(event.get("seq").asLong());
        assertThat(row.getTimestamp(6, 6).getMillisecond())
            .isEqualTo(event.get("event_time").asLong());
        assertThat(row.getDouble(7)).isEqualTo(event.get("latitude").asDouble());
        assertThat(row.getString(8)).hasToString(event.get("unit").asText());
        assertThat(row.getString(9)).hasToString(event.get("firmware").asText());
        sumOfSeq += row.getLong(5);
      }
      assertThat(reader.next()).isNull();
    }
    assertThat(expected.rows()).isEqualTo(ROWS);
    assertThat(sumOfSeq).isEqualTo(expected.sumOfSeq()).isEqualTo(LongStream.range(0, ROWS).sum());
  }

  @Test
  void rowsKeepTheirTextsHoweverTheBytesCome() throws Exception {
    EventFiles.write(folder, 1, ROWS);
    byte[] bytes = Files.readAllBytes(folder.resolve("events-00000.json"));
    List<GenericRowData> rows = new ArrayList<>();
    try (EventReader whole = new EventReader(new ByteArrayInputStream(bytes))) {
      for (GenericRowData row = whole.next(); row != null; row = whole.next()) {
        rows.add(row);
      }
    }
    List<GenericRowData> trickled = new ArrayList<>();
    InputStream trickle =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            return super.read(to, offset, Math.min(length, 997));
          }
        };
    try (EventReader reader = new EventReader(trickle)) {
      for (GenericRowData row = reader.next(); row != null; row = reader.next()) {
        trickled.add(row);
      }
    }

    assertThat(rows).hasSize(ROWS);
    assertThat(trickled).isEqualTo(rows);
  }

  @Test
  void writesTheSameFilesEachTime() throws Exception {
    EventFiles.write(folder.resolve("a"), 2, 500);
    EventFiles.write(folder.resolve("b"), 2, 500);

    for (String file : List.of("events-00000.json", "events-00001.json")) {
      assertThat(folder.resolve("a").resolve(file))
          .hasSameTextualContentAs(folder.resolve("b").resolve(file));
    }
  }
}

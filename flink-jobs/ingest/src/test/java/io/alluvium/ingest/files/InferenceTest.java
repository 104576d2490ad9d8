package io.alluvium.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.batch.BatchRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceTest {
  @TempDir private Path folder;

  @Test
  void proposesTheNarrowestTypesOfCsv() throws Exception {
    Files.writeString(
        folder.resolve("a.csv"),
        "id,code,price,exact,day,at,local,ok,mixed,the name\n"
            + "1,007,1.5,0.1234567890123456789,2024-01-31,2024-01-31T10:00:00Z,2024-01-31 10:00:00,"
            + "true,1,x\n"
            + "2,008,2,1,2024-02-01,2024-01-31T10:00:00+02:00,2024-01-31T10:00:00,false,no,\n");

    assertThat(columns("csv"))
        .isEqualTo(
            """
            columns:
              - {name: id, type: BIGINT}
              - {name: code, type: STRING}
              - {name: price, type: DOUBLE}
              - {name: exact, type: "DECIMAL(38, 19)"}
              - {name: day, type: DATE}
              - {name: at, type: "TIMESTAMP_LTZ(6)"}
              - {name: local, type: "TIMESTAMP(6)"}
              - {name: ok, type: BOOLEAN}
              - {name: mixed, type: STRING}
              - {name: "the name", type: STRING}
            """);
  }

  @Test
  void proposesTypesOfJsonAndPassesOverWhatIsBroken() throws Exception {
    Files.writeString(
        folder.resolve("a.json"),
        """
        {"id":1,"_etag":"x","tags":["a"],"price":1.25,"text":"7","ok":true}
        {broken
        {"id":2,"tags":null,"price":3,"nothing":""}
        """);

    assertThat(columns("json"))
        .isEqualTo(
            """
            columns:
              - {name: id, type: BIGINT}
              - {name: etag, type: STRING, path: "_etag"}
              - {name: tags, type: JSON}
              - {name: price, type: DOUBLE}
              - {name: text, type: STRING}
              - {name: ok, type: BOOLEAN}
              - {name: nothing, type: STRING}
            """);
  }

  @Test
  void saysWhereThereIsNothing() {
    assertThatThrownBy(() -> columns("json"))
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith("There is no file with a record in file:" + folder);
  }

  private String columns(String format) throws Exception {
    return Inference.columns(
        BatchRun.definition(
            FilesJob.SCHEMA,
            "source: {folder: " + folder + ", format: " + format + "}\ntable: bronze.orders\n",
            Map.of()));
  }
}

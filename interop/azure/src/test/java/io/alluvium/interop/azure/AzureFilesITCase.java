package io.alluvium.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.documents.DocumentsJob;
import io.alluvium.ingest.files.FilesJob;
import io.alluvium.interop.azure.StoreProxy.Fate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that land in a container, read into a lake in the same store, which fails now and then. */
class AzureFilesITCase {
  @RegisterExtension static final AzureStore STORE = new AzureStore();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private interface Job {
    void define(StreamExecutionEnvironment environment, String lake, InletDefinition definition);
  }

  @AfterEach
  void clearUp() {
    STORE.proxy().weather(request -> Fate.WELL);
  }

  @Test
  void filesOfAContainerAreReadOnce() throws Exception {
    write("landing/a.csv", "id,note\n1,one\n2,\"two, with ä\"\n".getBytes(StandardCharsets.UTF_8));
    write("landing/2026/05/b b%20.csv.gz", gzip("note,id\nthree,3\nbad,x\n"));
    write("landing/half.csv.tmp", "id\n99\n".getBytes(StandardCharsets.UTF_8));
    write("landing/2026/_SUCCESS", new byte[] {1});
    badWeather();
    run(FilesJob::define, FilesJob.SCHEMA, files());
    write("landing/c.csv", "id\n4\n".getBytes(StandardCharsets.UTF_8));
    run(FilesJob::define, FilesJob.SCHEMA, files());
    run(FilesJob::define, FilesJob.SCHEMA, files());
    STORE.proxy().weather(request -> Fate.WELL);

    AzureSql sql = AzureSql.batch(STORE);
    assertThat(sql.rowsOf("SELECT id, note, _source FROM bronze.orders"))
        .containsExactly(
            "+I[1, one, " + STORE.uri("landing/a.csv") + "]",
            "+I[2, two, with ä, " + STORE.uri("landing/a.csv") + "]",
            "+I[3, three, " + STORE.uri("landing/2026/05/b b%20.csv.gz") + "]",
            "+I[4, null, " + STORE.uri("landing/c.csv") + "]");
    assertThat(sql.rowsOf("SELECT error_class, `sequence` FROM ops.dead_letters"))
        .containsExactly("+I[wrong-type, 3]");
    assertThat(sql.rowsOf("SELECT path, `rows` FROM ops.landed_files")).hasSize(3);
  }

  @Test
  void documentsOfAContainerAreRowsWithLinks() throws Exception {
    write("scans/small.txt", "hello".getBytes(StandardCharsets.UTF_8));
    write("scans/large.bin", new byte[5_000]);
    badWeather();
    run(
        DocumentsJob::define,
        DocumentsJob.SCHEMA,
        """
        source: {folder: "%s", max-bytes: 1 kb, list-every: 100 ms}
        table: bronze.document
        """
            .formatted(STORE.uri("scans")));
    STORE.proxy().weather(request -> Fate.WELL);

    assertThat(
            AzureSql.batch(STORE)
                .rowsOf("SELECT path, size, CAST(content AS STRING), link FROM bronze.document"))
        .isEqualTo(
            List.of(
                "+I[large.bin, 5000, null, " + STORE.uri("scans/large.bin") + "]",
                "+I[small.txt, 5, hello, null]"));
    assertThat(DeltaTable.at(STORE.uri("lake/bronze/document")).exists()).isTrue();
  }

  private static void badWeather() {
    Random random = new Random(Long.getLong("alluvium.seed", 5L));
    STORE
        .proxy()
        .weather(
            request -> {
              synchronized (random) {
                return random.nextInt(40) == 0 ? Fate.REFUSED : Fate.WELL;
              }
            });
  }

  private static void run(Job job, DefinitionSchema schema, String yaml) throws Exception {
    StreamExecutionEnvironment environment = AzureSql.environment(STORE);
    job.define(
        environment,
        STORE.uri("lake"),
        new InletDefinition(Definition.parse("orders.yaml", yaml, schema, Map.of()), null));
    environment.execute();
  }

  private static String files() {
    return """
    source: {folder: "%s", format: csv, list-every: 100 ms}
    table: bronze.orders
    values: {on-mismatch: reject}
    columns: [{name: id, type: BIGINT, required: true}, {name: note, type: STRING}]
    """
        .formatted(STORE.uri("landing"));
  }

  private static void write(String name, byte[] content) throws IOException {
    Path path = new Path(STORE.uri("") + name);
    FileSystem files = path.getFileSystem();
    try (FSDataOutputStream out = files.create(path, WriteMode.OVERWRITE)) {
      out.write(content);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}

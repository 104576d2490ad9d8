package io.alluvium.interop.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dbt parses what we run, and reads what we write. */
class DbtITCase {
  @TempDir Path folder;

  private Dbt dbt;

  @BeforeEach
  void dbt() {
    dbt = Dbt.installed(folder);
  }

  @Test
  void parsesTheModelsOfThisRepositoryToTheSameGraph() throws Exception {
    Path project = copy(Path.of("../../sql"), folder.resolve("sql"));
    assertSameGraph(project, folder.resolve("lake"));
  }

  @Test
  void parsesAProjectOfEveryKindOfNodeToTheSameGraph() throws Exception {
    assertSameGraph(ShopProject.write(folder.resolve("shop")), folder.resolve("lake"));
  }

  @Test
  void readsAllArtifacts() throws Exception {
    Path project = ShopProject.write(folder.resolve("shop"));
    Path lake = folder.resolve("lake");
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    tables.executeSql(
        "CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '" + lake.toUri() + "')");
    tables.executeSql("CREATE DATABASE lake.`raw`");
    tables.executeSql(
        "CREATE TABLE lake.`raw`.orders (id BIGINT COMMENT 'Order', customer STRING, price DOUBLE,"
            + " placed TIMESTAMP_LTZ(3)) COMMENT 'As they come.'");
    OurArtifacts ours = new OurArtifacts(project, lake, folder.resolve("ours"));
    ours.compile();
    ours.results();

    assertThat(dbt.python("check_artifacts.py", folder.resolve("ours"))).isEmpty();
  }

  private void assertSameGraph(Path project, Path lake) throws Exception {
    new OurArtifacts(project, lake, folder.resolve("ours")).compile();
    JsonNode ours = read(folder.resolve("ours/manifest.json"));
    JsonNode theirs = read(dbt.parse(project));
    assertThat(ManifestText.differences(ours, theirs)).isEmpty();
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(one -> !one.startsWith(from.resolve("target"))).toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }
}

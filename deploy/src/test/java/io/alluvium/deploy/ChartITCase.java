package io.alluvium.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.cdc.pipeline.PipelineFile;
import io.alluvium.ingest.streams.StreamDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, with the values of each example, is what Helm, Kubernetes and the build take. */
class ChartITCase {
  private static ChartChecks checks;

  @TempDir private Path folder;

  @BeforeAll
  static void load() throws IOException {
    NativeHelm.require();
    checks = new ChartChecks();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "medium", "large"})
  void hasNoProblems(String example) throws IOException {
    assertThat(checks.problems(ChartCopy.of(example, folder))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "medium", "large"})
  void hasAllThatItPromises(String example) throws IOException {
    Manifests manifests = Manifests.of(ChartCopy.of(example, folder).render());
    assertThat(manifests.all())
        .extracting(one -> one.path("kind").asText())
        .contains(
            "FlinkDeployment",
            "FlinkSessionJob",
            "Deployment",
            "Service",
            "NetworkPolicy",
            "PodDisruptionBudget",
            "PodMonitor",
            "PrometheusRule",
            "SecretProviderClass");
    Map<String, String> settings =
        BuildCheck.configuration(manifests.ofKind("FlinkDeployment").get(0));
    assertThat(settings)
        .containsEntry("high-availability.type", "kubernetes")
        .containsEntry(
            "execution.checkpointing.dir",
            "abfss://flink@alluvium" + example + ".dfs.core.windows.net/checkpoints");
    assertThat(settings.values()).noneMatch(value -> value.contains("ACCOUNT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "medium", "large"})
  void definitionsAreRight(String example) throws IOException {
    JsonNode values =
        Yaml.one(Files.readString(Repository.CHART.resolve("examples/" + example + ".yaml")));
    Path devices = folder.resolve("devices.yaml");
    Files.writeString(devices, values.at("/definitions/devices.yaml").asText());
    Map<String, String> environment =
        Map.of(
            "ALLUVIUM_LAKE", "file:///lake",
            "AZURE_CLIENT_ID", "client",
            "AZURE_TENANT_ID", "tenant",
            "AZURE_FEDERATED_TOKEN_FILE", "/token",
            "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/");
    assertThat(StreamDefinitions.read(devices, environment).jobName()).contains("devices");
    JsonNode demo =
        Yaml.one(
            Files.readString(Repository.ROOT.resolve("flink-jobs/ingest/streams/readings.yaml")));
    assertThat(Yaml.one(Files.readString(devices)).get("columns")).isEqualTo(demo.get("columns"));

    Path secret = Files.writeString(folder.resolve("password"), "secret");
    Path pipeline = folder.resolve("operations.yaml");
    Files.writeString(
        pipeline,
        values
            .at("/definitions/operations.yaml")
            .asText()
            .replace("/mnt/secrets/postgres-password", secret.toString()));
    assertThat(PipelineFile.read(pipeline, environment).name()).isEqualTo("cdc");
  }

  @Test
  void settingsAreThoseOfTheRepository() {
    for (String file : new String[] {"config.yaml", "log4j-console.properties"}) {
      assertThat(Repository.CHART.resolve("files").resolve(file))
          .hasSameTextualContentAs(Repository.ROOT.resolve("flink-conf/aks").resolve(file));
    }
  }
}

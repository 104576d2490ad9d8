package io.alluvium.models.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.alluvium.models.ModelsOptions;
import io.alluvium.models.ProjectFolder;
import io.alluvium.models.artifacts.CompiledModels;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import io.alluvium.models.lineage.ProjectLineage;
import io.alluvium.models.run.ModelsProject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobEventsTest {
  private static final URI LAKE = URI.create("abfss://lake@account.dfs.core.windows.net/prod");

  @TempDir Path folder;

  @BeforeEach
  void project() throws Exception {
    new ProjectFolder(folder)
        .file(
            "models/raw.yml",
            "sources:",
            "  - name: raw",
            "    tables:",
            "      - name: orders",
            "        description: As they come.",
            "        columns:",
            "          - {name: customer, data_type: STRING, description: Who.}",
            "          - {name: price, data_type: DOUBLE}",
            "          - {name: state, data_type: STRING}")
        .file(
            "models/priced.sql",
            "SELECT customer, price * 2 AS price FROM {{ source('raw', 'orders') }}",
            "WHERE state = 'paid'")
        .file(
            "models/total.sql",
            "{{ config(materialized='table', unique_key='customer', schema='gold') }}",
            "SELECT customer, SUM(price) AS total FROM {{ ref('priced') }} GROUP BY customer")
        .file(
            "models/served.sql",
            "{{ config(materialized='push', connector='redis', unique_key='customer',"
                + " schema='gold', job='serving',"
                + " options={'uri': 'redis://u:secret@127.0.0.1:1', 'key.prefix': 'k'}) }}",
            "SELECT customer, total FROM {{ ref('total') }}");
  }

  @Test
  void tellsWhatAJobReadsAndWritesColumnByColumn() throws Exception {
    Path file = folder.resolve("events/lineage.jsonl");
    JobEvents events = events("models", EventSink.of(file.toString()));
    events.started();
    events.running();
    events.failed("disk full");

    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .extracting(line -> line.path("eventType").asText())
        .containsExactly("START", "RUNNING", "FAIL");
    assertThat(lines)
        .extracting(line -> line.at("/run/runId").asText())
        .containsOnly(lines.get(0).at("/run/runId").asText());
    assertThat(lines.get(2).at("/run/facets/errorMessage/message").asText()).isEqualTo("disk full");
    JsonNode start = lines.get(0);
    assertThat(start.at("/job/facets/jobType/processingType").asText()).isEqualTo("STREAMING");
    assertThat(start.at("/inputs")).hasSize(1);
    JsonNode input = start.at("/inputs/0");
    assertThat(input.at("/namespace").asText())
        .isEqualTo("abfss://lake@account.dfs.core.windows.net");
    assertThat(input.at("/name").asText()).isEqualTo("/prod/raw/orders");
    assertThat(input.at("/facets/schema/fields/0/description").asText()).isEqualTo("Who.");
    JsonNode lineage = start.at("/outputs/0/facets/columnLineage");
    JsonNode total = lineage.at("/fields/total/inputFields");
    assertThat(total).as("through the view").hasSize(1);
    assertThat(total.at("/0/name").asText()).isEqualTo("/prod/raw/orders");
    assertThat(total.at("/0/field").asText()).isEqualTo("price");
    assertThat(total.at("/0/transformations/0/type").asText()).isEqualTo("DIRECT");
    assertThat(total.at("/0/transformations/0/subtype").asText()).isEqualTo("AGGREGATION");
    assertThat(lineage.at("/dataset"))
        .extracting(
            use -> use.at("/field").asText() + " " + use.at("/transformations/0/subtype").asText())
        .containsExactlyInAnyOrder("customer GROUP_BY", "state FILTER");
  }

  @Test
  void postsEventsWithoutPasswordsAndSurvivesAnEndpointThatRefuses() throws Exception {
    List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/lineage",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(bodies.size() == 1 ? 503 : 201, -1);
          exchange.close();
        });
    server.start();
    try {
      JobEvents events =
          events(
              "serving",
              EventSink.of(
                  "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/lineage"));
      events.started();
      events.completed();
    } finally {
      server.stop(0);
    }

    assertThat(bodies).hasSize(2).noneMatch(body -> body.contains("secret"));
    JsonNode complete = new ObjectMapper().readTree(bodies.get(1));
    assertThat(complete.at("/eventType").asText()).isEqualTo("COMPLETE");
    assertThat(complete.at("/inputs/0/name").asText()).isEqualTo("/prod/gold/total");
    assertThat(complete.at("/outputs/0/namespace").asText()).isEqualTo("redis");
    assertThat(complete.at("/outputs/0/facets").has("storage")).isFalse();
  }

  private JobEvents events(String job, EventSink sink) {
    Configuration options = new Configuration();
    options.set(ModelsOptions.PROJECT_PATH, folder.toString());
    options.set(ModelsOptions.LAKE_PATH, "file:///no/lake");
    ModelsProject models = ModelsProject.withoutLake(options);
    try (ProjectCompiler compiler = models.compiler()) {
      Map<String, JobScript> scripts = compiler.compile();
      return new JobEvents(
          sink,
          "shop",
          scripts.get(job),
          ProjectLineage.of(models.project(), models.graph(), compiler, scripts),
          CompiledModels.of(scripts),
          LAKE);
    }
  }
}

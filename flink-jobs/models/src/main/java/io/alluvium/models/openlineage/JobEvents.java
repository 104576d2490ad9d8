package io.alluvium.models.openlineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.artifacts.CompiledModels;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.graph.Node;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.lineage.ModelLineage;
import io.alluvium.models.lineage.ModelLineage.Input;
import io.alluvium.models.lineage.ProjectLineage;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * What OpenLineage is told of one run of a job, from its start to its end. All events carry what
 * the job reads and writes, so that none need have come before another.
 */
public final class JobEvents {
  private final EventSink sink;
  private final String namespace;
  private final JobScript script;
  private final UUID run = UUID.randomUUID();
  private final List<Object> inputs = new ArrayList<>();
  private final List<Object> outputs = new ArrayList<>();

  /**
   * @param namespace of the job, such as the project's name
   * @param lake the URI that holds the layers
   */
  public JobEvents(
      EventSink sink,
      String namespace,
      JobScript script,
      ProjectLineage lineage,
      CompiledModels compiled,
      URI lake) {
    this.sink = sink;
    this.namespace = namespace;
    this.script = script;
    Datasets datasets = new Datasets(lake, compiled);
    Set<ModelNode> written = new LinkedHashSet<>();
    script.inserts().forEach(insert -> insert.model().ifPresent(written::add));
    Set<Node> read = new LinkedHashSet<>();
    for (ModelNode node : written) {
      ModelLineage between = lineage.betweenTables(node).orElseThrow();
      outputs.add(datasets.output(node, between));
      Stream.concat(
              between.columns().values().stream().flatMap(List::stream), between.rows().stream())
          .map(Input::node)
          .forEach(read::add);
    }
    read.removeAll(written);
    read.forEach(node -> inputs.add(datasets.input(node)));
  }

  public void started() {
    send("START", Optional.empty());
  }

  public void running() {
    send("RUNNING", Optional.empty());
  }

  public void completed() {
    send("COMPLETE", Optional.empty());
  }

  /** It was stopped, and may go on in another run. */
  public void stopped() {
    send("ABORT", Optional.empty());
  }

  /**
   * @param reason for people; no stack trace
   */
  public void failed(String reason) {
    send("FAIL", Optional.of(reason));
  }

  private void send(String type, Optional<String> error) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("eventType", type);
    event.put("eventTime", Instant.now().toString());
    event.put("run", run(error));
    event.put("job", job());
    event.put("inputs", inputs);
    event.put("outputs", outputs);
    event.put("producer", Facets.PRODUCER);
    event.put("schemaURL", "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
    try {
      sink.send(new ObjectMapper().writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> run(Optional<String> error) {
    Map<String, Object> facets = new LinkedHashMap<>();
    Map<String, Object> engine = Facets.facet("ProcessingEngineRunFacet", "1-1-1");
    engine.put("name", "Flink");
    engine.put("version", EnvironmentInformation.getVersion());
    facets.put("processing_engine", engine);
    error.ifPresent(
        reason -> {
          Map<String, Object> message = Facets.facet("ErrorMessageRunFacet", "1-0-1");
          message.put("message", reason);
          message.put("programmingLanguage", "SQL");
          facets.put("errorMessage", message);
        });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("runId", run.toString());
    json.put("facets", facets);
    return json;
  }

  private Map<String, Object> job() {
    Map<String, Object> type = Facets.facet("JobTypeJobFacet", "2-0-3");
    type.put("processingType", "STREAMING");
    type.put("integration", "FLINK");
    type.put("jobType", "JOB");
    Map<String, Object> sql = Facets.facet("SQLJobFacet", "1-0-1");
    sql.put("query", script.text());
    Map<String, Object> facets = new LinkedHashMap<>();
    facets.put("jobType", type);
    facets.put("sql", sql);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("namespace", namespace);
    json.put("name", script.job());
    json.put("facets", facets);
    return json;
  }
}

package io.alluvium.cli.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The metrics of a running job's operators, asked of Flink's REST interface. */
final class JobMetrics {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();
  private final String job;

  JobMetrics(String webUrl, String jobId) {
    this.job = webUrl + "/jobs/" + jobId;
  }

  /**
   * The metrics whose names are asked for, each summed over its subtasks, and those of its
   * coordinator. Flink collects them every few seconds, so that a job that has just begun has none.
   *
   * @param names tells of a name such as {@code Source__cdc.numRecordsOut} whether it is wanted
   */
  Map<String, Double> sums(Predicate<String> names) throws IOException, InterruptedException {
    Map<String, Double> sums = new HashMap<>();
    for (JsonNode vertex : get(job).path("vertices")) {
      String url = job + "/vertices/" + vertex.path("id").asText();
      add(url + "/subtasks/metrics", "agg=sum&", "sum", names, sums);
      add(url + "/jm-operator-metrics", "", "value", names, sums);
    }
    return sums;
  }

  private void add(
      String url,
      String aggregation,
      String field,
      Predicate<String> names,
      Map<String, Double> sums)
      throws IOException, InterruptedException {
    List<String> wanted = new ArrayList<>();
    for (JsonNode metric : get(url)) {
      if (names.test(metric.path("id").asText())) {
        wanted.add(metric.path("id").asText());
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    String list =
        wanted.stream()
            .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
            .collect(Collectors.joining(","));
    for (JsonNode metric : get(url + "?" + aggregation + "get=" + list)) {
      sums.merge(metric.path("id").asText(), metric.path(field).asDouble(), Double::sum);
    }
  }

  /** Complete ones, since the job began in this process. */
  long checkpoints() throws IOException, InterruptedException {
    return get(job + "/checkpoints").path("counts").path("completed").asLong();
  }

  private JsonNode get(String url) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(url + " answers " + response.statusCode());
    }
    return json.readTree(response.body());
  }
}

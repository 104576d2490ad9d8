package io.alluvium.models.quality.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.quality.Severity;
import io.alluvium.models.run.TargetFolder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Data tests and what they found as Great Expectations 1.x keeps them: a folder of its own kind,
 * that it opens and makes Data Docs of, with an expectation suite and a validation result for each
 * table. A suite says what was tested and nothing else: tests that it has no expectation for, or
 * that hold for some rows only, or that may fail a little, are left out.
 */
public final class GreatExpectations {
  private static final String FOLDER = "great_expectations/";

  /** The release whose format this is. */
  private static final String FORMAT_OF = "1.5.11";

  private static final String RUN = "models-test";

  /** Of the places of its files, as it names them. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final String PROJECT =
      """
      # Data Docs: python -c 'import great_expectations as gx;
      #   gx.get_context(mode="file", context_root_dir="great_expectations").build_data_docs()'
      config_version: 4
      stores:
        expectations_store:
          class_name: ExpectationsStore
          store_backend:
            class_name: TupleFilesystemStoreBackend
            base_directory: expectations/
        validation_results_store:
          class_name: ValidationResultsStore
          store_backend:
            class_name: TupleFilesystemStoreBackend
            base_directory: validations/
        checkpoint_store:
          class_name: CheckpointStore
          store_backend:
            class_name: TupleFilesystemStoreBackend
            base_directory: checkpoints/
        validation_definition_store:
          class_name: ValidationDefinitionStore
          store_backend:
            class_name: TupleFilesystemStoreBackend
            base_directory: validation_definitions/
      expectations_store_name: expectations_store
      validation_results_store_name: validation_results_store
      checkpoint_store_name: checkpoint_store
      data_docs_sites:
        local_site:
          class_name: SiteBuilder
          show_how_to_buttons: false
          store_backend:
            class_name: TupleFilesystemStoreBackend
            base_directory: data_docs/
          site_index_builder:
            class_name: DefaultSiteIndexBuilder
      """;

  private GreatExpectations() {}

  /** Writes the suites and results of all tables, beside the results of earlier runs. */
  public static void write(List<DataTestResult> results, TargetFolder target) {
    Map<String, List<DataTestResult>> byTable = new TreeMap<>();
    for (DataTestResult result : results) {
      if (ExpectationType.of(result).isPresent() && !result.table().isEmpty()) {
        byTable.computeIfAbsent(result.table(), table -> new ArrayList<>()).add(result);
      }
    }
    target.write(FOLDER + "great_expectations.yml", PROJECT);
    Instant begun =
        results.stream().map(DataTestResult::begun).min(Instant::compareTo).orElse(Instant.EPOCH);
    byTable.forEach(
        (table, own) -> {
          // The tool looks for each part of a suite's name in a folder of its own.
          String place = table.replace('.', '/');
          target.write(FOLDER + "expectations/" + place + ".json", json(suite(table, own)));
          target.write(
              FOLDER
                  + String.join("/", "validations", place, RUN, TIME.format(begun), "table.json"),
              json(validation(table, own, begun)));
        });
  }

  private static Map<String, Object> suite(String table, List<DataTestResult> results) {
    Map<String, Object> suite = new LinkedHashMap<>();
    suite.put("name", table);
    suite.put("id", id("suite/" + table));
    suite.put("expectations", results.stream().map(GreatExpectations::configuration).toList());
    suite.put("meta", Map.of("great_expectations_version", FORMAT_OF));
    suite.put("notes", null);
    return suite;
  }

  private static Map<String, Object> configuration(DataTestResult result) {
    ExpectationType type = ExpectationType.of(result).orElseThrow();
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("type", type.name());
    configuration.put("kwargs", type.arguments());
    configuration.put("meta", Map.of("dbt_unique_id", result.id()));
    configuration.put("id", id(result.id()));
    configuration.put(
        "severity", result.config().severity() == Severity.WARN ? "warning" : "critical");
    return configuration;
  }

  private static Map<String, Object> validation(
      String table, List<DataTestResult> results, Instant begun) {
    long successful = results.stream().filter(GreatExpectations::isSuccess).count();
    Map<String, Object> statistics = new LinkedHashMap<>();
    statistics.put("evaluated_expectations", results.size());
    statistics.put("successful_expectations", successful);
    statistics.put("unsuccessful_expectations", results.size() - successful);
    statistics.put("success_percent", 100.0 * successful / results.size());
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("great_expectations_version", FORMAT_OF);
    meta.put("run_id", Map.of("run_name", RUN, "run_time", begun.toString()));
    Map<String, Object> validation = new LinkedHashMap<>();
    validation.put("success", successful == results.size());
    validation.put("results", results.stream().map(GreatExpectations::result).toList());
    validation.put("suite_name", table);
    validation.put("suite_parameters", Map.of());
    validation.put("statistics", statistics);
    validation.put("meta", meta);
    validation.put("id", id("validation/" + table + "/" + begun));
    return validation;
  }

  private static boolean isSuccess(DataTestResult result) {
    return result.status() == NodeResult.Status.PASS;
  }

  private static Map<String, Object> result(DataTestResult result) {
    boolean raised = result.status() == NodeResult.Status.ERROR;
    Map<String, Object> found = new LinkedHashMap<>();
    if (!raised) {
      if (ExpectationType.of(result).orElseThrow().isOfRows()) {
        result.rows().ifPresent(rows -> found.put("element_count", rows));
        found.put("unexpected_count", result.failures());
        result
            .rows()
            .ifPresent(
                rows ->
                    found.put(
                        "unexpected_percent", rows == 0 ? 0 : 100.0 * result.failures() / rows));
        found.put("partial_unexpected_list", result.samples());
      } else {
        found.put("observed_value", result.observed().orElse(result.message()));
      }
    }
    Map<String, Object> exception = new LinkedHashMap<>();
    exception.put("raised_exception", raised);
    exception.put("exception_message", raised ? result.message() : null);
    exception.put("exception_traceback", null);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("success", isSuccess(result));
    json.put("expectation_config", configuration(result));
    json.put("result", found);
    json.put("exception_info", exception);
    json.put("meta", Map.of());
    return json;
  }

  private static String id(String of) {
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

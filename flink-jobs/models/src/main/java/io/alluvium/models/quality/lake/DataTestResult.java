package io.alluvium.models.quality.lake;

import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.artifacts.Timing;
import io.alluvium.models.quality.TestConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a data test found.
 *
 * @param id of the test in the manifest
 * @param kind with its package, such as {@code dbt_expectations.expect_column_to_exist}
 * @param table that was tested, as {@code schema.table}; empty for a test that is SQL of its own
 * @param failures how many rows, groups or figures are wrong
 * @param message for people, in one line; empty where all is well
 * @param rows that the table has
 * @param observed the figure that was compared, of a test of one
 * @param samples some of the failing rows, as JSON objects
 * @param compiledCode a query that gives the failing rows; empty where none reads the table
 * @param storedIn the table that the failing rows were written to, quoted
 * @param version of the table that was tested
 */
public record DataTestResult(
    String id,
    String name,
    String kind,
    String table,
    Optional<String> column,
    Map<String, Object> arguments,
    TestConfig config,
    NodeResult.Status status,
    long failures,
    String message,
    OptionalLong rows,
    Optional<String> observed,
    List<String> samples,
    Optional<String> compiledCode,
    Optional<String> storedIn,
    OptionalLong version,
    Instant begun,
    Instant ended) {

  DataTestResult withFigures(OptionalLong counted, Optional<String> value) {
    return copy(counted, value, samples, compiledCode, storedIn);
  }

  DataTestResult withSamples(List<String> some) {
    return copy(rows, observed, some, compiledCode, storedIn);
  }

  DataTestResult withCompiledCode(Optional<String> query) {
    return copy(rows, observed, samples, query, storedIn);
  }

  DataTestResult withStored(String relation) {
    return copy(rows, observed, samples, compiledCode, Optional.of(relation));
  }

  private DataTestResult copy(
      OptionalLong newRows,
      Optional<String> newObserved,
      List<String> newSamples,
      Optional<String> newCode,
      Optional<String> newStoredIn) {
    return new DataTestResult(
        id,
        name,
        kind,
        table,
        column,
        arguments,
        config,
        status,
        failures,
        message,
        newRows,
        newObserved,
        newSamples,
        newCode,
        newStoredIn,
        version,
        begun,
        ended);
  }

  /** As the artifacts have it. */
  public NodeResult toNodeResult() {
    NodeResult result =
        NodeResult.of(id, status, Timing.execute(begun, ended)).withFailures(failures);
    if (!message.isEmpty()) {
      result = result.withMessage(message);
    }
    if (compiledCode.isPresent()) {
      result = result.withCompiledCode(compiledCode.get());
    }
    if (storedIn.isPresent()) {
      result = result.withRelationName(storedIn.get());
    }
    return version.isPresent()
        ? result.withResponse(Map.of("table_version", version.getAsLong()))
        : result;
  }
}

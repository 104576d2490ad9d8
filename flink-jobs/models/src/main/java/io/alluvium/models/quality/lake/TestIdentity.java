package io.alluvium.models.quality.lake;

import io.alluvium.models.artifacts.NodeResult;
import io.alluvium.models.quality.DataTest;
import io.alluvium.models.quality.SingularTest;
import io.alluvium.models.quality.TestConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What tells a test from others. */
record TestIdentity(
    String id,
    String name,
    String alias,
    String kind,
    Optional<String> column,
    Map<String, Object> arguments,
    TestConfig config) {
  static TestIdentity of(DataTest test) {
    return new TestIdentity(
        test.id(),
        test.name(),
        test.alias(),
        test.namespace().map(space -> space + ".").orElse("") + test.kind(),
        test.column(),
        test.arguments(),
        test.config());
  }

  static TestIdentity of(SingularTest test) {
    return new TestIdentity(
        test.id(), test.name(), test.name(), "sql", Optional.empty(), Map.of(), test.config());
  }

  /** A result of now. */
  DataTestResult result(
      NodeResult.Status status,
      long failures,
      String message,
      String table,
      OptionalLong version,
      Instant begun) {
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
        OptionalLong.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        version,
        begun,
        Instant.now());
  }
}

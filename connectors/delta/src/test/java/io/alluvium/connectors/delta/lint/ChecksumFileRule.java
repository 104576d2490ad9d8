package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A version's checksum file, where there is one, agrees with the log. */
final class ChecksumFileRule implements StateRule {
  private static final String RULE = "checksum file";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LogFolder log;

  ChecksumFileRule(LogFolder log) {
    this.log = log;
  }

  @Override
  public void check(long version, TableState after, Findings findings) throws IOException {
    Path file = log.file(version, "crc");
    if (!Files.exists(file)) {
      return;
    }
    JsonNode checksum;
    try {
      checksum = JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      findings.add(version, RULE, "no JSON: " + e.getOriginalMessage());
      return;
    }
    compare(version, "numFiles", checksum, after.active().size(), findings);
    long bytes = after.active().values().stream().mapToLong(add -> add.path("size").asLong()).sum();
    compare(version, "tableSizeBytes", checksum, bytes, findings);
    compare(version, "numMetadata", checksum, 1, findings);
    compare(version, "numProtocol", checksum, 1, findings);
    if (checksum.hasNonNull("metadata")
        && !checksum.get("metadata").path("id").equals(after.metaData().path("id"))) {
      findings.add(version, RULE, "metadata is of another table");
    }
    if (checksum.hasNonNull("setTransactions")) {
      Map<String, Long> transactions = new TreeMap<>();
      checksum
          .get("setTransactions")
          .forEach(t -> transactions.put(t.path("appId").asText(), t.path("version").asLong()));
      if (!transactions.equals(new TreeMap<>(after.transactions()))) {
        findings.add(
            version,
            RULE,
            "transactions are " + transactions + ", the log has " + after.transactions());
      }
    }
  }

  private static void compare(
      long version, String field, JsonNode checksum, long expected, Findings findings) {
    if (checksum.path(field).asLong(-1) != expected) {
      findings.add(
          version, RULE, field + " is " + checksum.path(field) + ", the log has " + expected);
    }
  }
}

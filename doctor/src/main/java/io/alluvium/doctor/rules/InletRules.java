package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Document;
import io.alluvium.doctor.files.Document.Kind;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Definitions of streams and batch inlets. */
final class InletRules {
  private static final String AREA = "Inlets";

  private InletRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "idle-after-long",
            Severity.WARNING,
            AREA,
            "A partition that is silent holds event time for everybody for so long: windows do not close. IoT Hub"
                + " partitions by device, so that one group of devices that is switched off is enough.",
            "Set `idle-after` to some minutes at most.",
            "FLINK-31535; flink-sql-cookbook#47",
            values(
                Kind.STREAM,
                value ->
                    Quantities.duration(value.text())
                        .filter(idle -> idle.compareTo(Duration.ofMinutes(15)) > 0)
                        .isPresent(),
                "event-time",
                "idle-after")),
        new Rule(
            "device-clock-unbounded",
            Severity.WARNING,
            AREA,
            "One device whose clock is years ahead moves the watermark there, and everything after it is late.",
            "Set `allowed-future` to what clocks may really differ by, such as `10 min`.",
            "docs/ingest.md: event time is believed within bounds",
            values(
                Kind.STREAM,
                value ->
                    Quantities.duration(value.text())
                        .filter(ahead -> ahead.compareTo(Duration.ofDays(1)) > 0)
                        .isPresent(),
                "event-time",
                "allowed-future")),
        new Rule(
            "sasl-without-tls",
            Severity.ERROR,
            AREA,
            "The password goes over the network as it is.",
            "Set `security-protocol: SASL_SSL`.",
            "Kafka documentation: SASL/PLAIN needs TLS",
            values(
                Kind.STREAM,
                value -> value.text().equals("SASL_PLAINTEXT"),
                "source",
                "kafka",
                "security-protocol")),
        new Rule(
            "files-at-once",
            Severity.WARNING,
            AREA,
            "A file that is still being written is read up to where it is, and its rest never comes.",
            "Leave `ready` out (a file must be the same in two listings), or name a marker.",
            "docs/ingest.md: when a file is complete",
            values(Kind.BATCH, value -> value.text().equals("at-once"), "source", "ready", "when")),
        new Rule(
            "incremental-without-lag",
            Severity.WARNING,
            AREA,
            "Transactions commit in another order than their rows' times: a row that is committed after the round"
                + " that passed its time never comes.",
            "Set `lag` to the longest transaction of the source, such as `5 min`; rows that come twice are"
                + " dropped.",
            "docs/ingest.md: incremental reads of a database",
            (project, report) -> {
              for (Document document : project.of(Kind.BATCH)) {
                YamlValue root = document.root();
                String lag = root.textAt("source", "lag");
                boolean hasNone =
                    lag.isEmpty() || Quantities.duration(lag).filter(Duration::isZero).isPresent();
                if (root.textAt("source", "mode").equals("incremental") && hasNone) {
                  report.found(
                      document.file(),
                      root.at("source", lag.isEmpty() ? "mode" : "lag").orElseThrow().line(),
                      "incremental without a lag");
                }
              }
            }),
        new Rule(
            "http-allowed",
            Severity.ERROR,
            AREA,
            "Requests, and the keys in them, go over the network unencrypted.",
            "Use https, and leave `allow-http` out.",
            "docs/ingest.md: REST inlets take https only",
            values(Kind.BATCH, value -> value.text().equals("true"), "source", "allow-http")));
  }

  private static Rule.Check values(Kind kind, Predicate<YamlValue> isWrong, String... path) {
    return (Project project, Rule.Report report) -> {
      for (Document document : project.of(kind)) {
        document
            .root()
            .at(path)
            .filter(isWrong)
            .ifPresent(
                value ->
                    report.found(
                        document.file(),
                        value.line(),
                        path[path.length - 1] + ": " + value.text()));
      }
    };
  }
}

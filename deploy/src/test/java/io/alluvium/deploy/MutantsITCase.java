package io.alluvium.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake in the chart, or in its values, is found. */
class MutantsITCase {
  private static final String CLUSTER = "templates/cluster.yaml";
  private static final String VALUES = ChartCopy.EXAMPLE;
  private static ChartChecks checks;

  @TempDir private Path folder;

  /**
   * A mistake.
   *
   * @param found part of what is said of it
   */
  record Mutant(String file, String text, String other, String found) {
    @Override
    public String toString() {
      return text.strip() + " -> " + other.strip();
    }
  }

  @BeforeAll
  static void load() throws IOException {
    NativeHelm.require();
    checks = new ChartChecks();
  }

  static Stream<Mutant> mutants() {
    return Stream.of(
        // Fields and types of the operator's kinds
        new Mutant(CLUSTER, "podTemplate:", "podTemplte:", "podTemplte"),
        new Mutant(CLUSTER, "imagePullPolicy:", "imagePulPolicy:", "imagePulPolicy"),
        new Mutant(CLUSTER, "flinkVersion: v1_20", "flinkVersion: v1_99", "enumeration"),
        new Mutant(CLUSTER, "flinkVersion: v1_20", "flinkVersion: v1_19", "v1_20 of the build"),
        new Mutant(
            CLUSTER, "replicas: {{ .Values.jobManager.replicas }}", "replicas: two", "integer"),
        new Mutant("templates/_helpers.tpl", "runAsNonRoot:", "runAsNotRoot:", "runAsNotRoot"),
        new Mutant(CLUSTER, "mountPath: /flink-data", "mountpath: /flink-data", "mountpath"),
        new Mutant("templates/jobs.yaml", "deploymentName:", "deployment:", "deployment"),
        new Mutant("templates/jobs.yaml", "state: running", "state: started", "enumeration"),
        new Mutant(
            "templates/jobs.yaml",
            "allowNonRestoredState: false",
            "allowNonRestoredState: true",
            "state-left-behind"),
        // Kubernetes' own kinds, and those of others
        new Mutant("templates/disruption.yaml", "maxUnavailable", "maxUnavailble", "maxUnavailble"),
        new Mutant("templates/network.yaml", "podSelector:", "podselector:", "podselector"),
        new Mutant(
            "templates/gateway.yaml", "readinessProbe:", "readynessProbe:", "readynessProbe"),
        new Mutant(
            "templates/gateway.yaml",
            "containerPort: 8083",
            "containerPort: rest",
            "java.lang.Integer"),
        new Mutant("templates/identity.yaml", "verbs:", "verb:", "verb"),
        new Mutant("templates/secrets.yaml", "provider: azure", "provider: aws", "azure"),
        new Mutant(
            "templates/monitoring.yaml", "severity: critical", "severity: bad", "enumeration"),
        // What is named is there
        new Mutant(
            CLUSTER, "serviceAccount: {{", "serviceAccount: x{{", "no ServiceAccount xriver"),
        new Mutant(
            CLUSTER,
            "- name: tmp\n              mountPath",
            "- name: temp\n              mountPath",
            "no volume temp"),
        new Mutant(
            "templates/monitoring.yaml",
            "- port: metrics",
            "- port: metric",
            "no container has the port"),
        new Mutant(
            "templates/gateway.yaml",
            "  selector:\n    app: {{ $name }}",
            "  selector:\n    app: sql",
            "no pod has the label app"),
        new Mutant(
            "templates/secrets.yaml",
            "key: {{ .name }}",
            "key: x-{{ .name }}",
            "no class provides the secret"),
        // Pods are restricted
        new Mutant(
            "templates/_helpers.tpl", "runAsNonRoot: true", "runAsNonRoot: false", "as root"),
        new Mutant(
            "templates/_helpers.tpl",
            "readOnlyRootFilesystem: true",
            "readOnlyRootFilesystem: false",
            "not restricted"),
        new Mutant(
            CLUSTER,
            "azure.workload.identity/use: \"true\"",
            "azure.workload.identity/use: \"false\"",
            "no workload identity"),
        // The build
        new Mutant(
            "templates/jobs.yaml", "alluvium-%s-%s.jar", "alluvium-job-%s-%s.jar", "makes no jar"),
        new Mutant(VALUES, "tag: 0.1.0-SNAPSHOT", "tag: 0.0.9", "not that of the build"),
        new Mutant(
            VALUES, "ingest.streams.StreamJob", "ingest.streams.StremJob", "no class with a main"),
        new Mutant(VALUES, "job: cdc\n", "job: ingest\n", "is not in alluvium-ingest"),
        new Mutant(VALUES, "/opt/alluvium/sql", "/opt/alluvium/models", "the image has no"),
        new Mutant(
            VALUES,
            "definitions/devices.yaml",
            "definitions/device.yaml",
            "no definition device.yaml"),
        // Flink's settings
        new Mutant(
            "files/config.yaml",
            "checkpointing.interval:",
            "checkpointing.intervall:",
            "setting-unknown"),
        new Mutant(
            "files/config.yaml",
            "heartbeat.timeout: 20 s",
            "heartbeat.timeout: 20 sec.",
            "setting-unreadable"),
        new Mutant(
            "templates/_helpers.tpl",
            "job.autoscaler.target.utilization",
            "job.autoscaler.utilisation",
            "autoscaler has no setting"),
        new Mutant(VALUES, "memory: 14336m", "memory: 4096m", "memory does not fit"),
        new Mutant(
            "templates/_helpers.tpl",
            "oauth.provider.type\" \"org.apache",
            "oauth.provider.type\" \"org.apache.flink.fs.shaded.hadoop3.org.apache",
            "token-provider-shaded"),
        // Alerts and the dashboard
        new Mutant(
            "templates/monitoring.yaml",
            "job_numRestarts",
            "job_restarts",
            "no metric flink_jobmanager_job_restarts"),
        new Mutant(
            "templates/monitoring.yaml", "enumerator_slotLagBytes", "slotLagBytes", "no metric"),
        new Mutant(
            "templates/monitoring.yaml",
            "by (job_name, operator_name)",
            "by (job, operator_name)",
            "no label job"),
        new Mutant(
            "files/dashboard.json", "operator_pendingRecords", "operator_pending", "no metric"),
        // Values
        new Mutant(
            VALUES,
            "jarRepository: https://artifacts.example.com/alluvium",
            "jarRepository: \"\"",
            "name the https address"),
        new Mutant(VALUES, "account: alluvium", "account: Alluvium_", "does not match pattern"),
        new Mutant(VALUES, "taskManager:", "taskManagers:", "taskManagers"),
        new Mutant(VALUES, "slots: 4", "slots: four", "slots"),
        new Mutant(VALUES, "tag: 0.1.0-SNAPSHOT", "tag: latest", "tag"),
        new Mutant(VALUES, "jarRepository: https:", "jarRepository: http:", "jarRepository"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isFound(Mutant mutant) throws IOException {
    ChartCopy chart =
        ChartCopy.of("large", folder).replace(mutant.file(), mutant.text(), mutant.other());
    assertThat(checks.problems(chart))
        .as(mutant.toString())
        .anyMatch(problem -> problem.contains(mutant.found()));
  }
}

package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Document;
import io.alluvium.doctor.files.Document.Kind;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.Settings;
import io.alluvium.doctor.files.YamlValue;
import io.alluvium.doctor.rules.SettingsCheck.Problem;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Resources of the Flink Kubernetes Operator. */
final class KubernetesRules {
  private static final String AREA = "Kubernetes";
  private static final String AVAILABILITY = "high-availability.type";

  private KubernetesRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "jar-not-https",
            Severity.ERROR,
            AREA,
            "The operator fetches the jar of a session job itself, and by default over https only. `local://`"
                + " is the operator's disk, not the job manager's.",
            "Publish the jar where https reaches it, or allow the scheme in the operator's own configuration"
                + " (`kubernetes.operator.user.artifacts.allowed-schemes`).",
            "flink-kubernetes-operator, custom resources: jarURI",
            (project, report) ->
                jars(
                    project,
                    (file, jar) -> {
                      if (!jar.text().startsWith("https://")) {
                        report.found(file, jar.line(), "the jar is at " + jar.text());
                      }
                    })),
        new Rule(
            "jar-on-private-host",
            Severity.ERROR,
            AREA,
            "The operator refuses jars on hosts that are not public, such as services of the cluster.",
            "Publish the jar on a public host, or allow it in the operator's own configuration.",
            "flink-kubernetes-operator, custom resources: jarURI",
            (project, report) ->
                jars(
                    project,
                    (file, jar) -> {
                      if (jar.text().startsWith("https://") && isPrivate(jar.text())) {
                        report.found(file, jar.line(), "the jar is at " + jar.text());
                      }
                    })),
        new Rule(
            "upgrade-stateless",
            Severity.ERROR,
            AREA,
            "Each change of the resource starts the job without its state: totals begin at zero, and sources"
                + " where they are told to begin.",
            "Set `upgradeMode: savepoint`, or `last-state`.",
            "dbt-confluent: a redeploy succeeds and the totals restart",
            (project, report) ->
                jobs(
                    project,
                    (document, job) ->
                        job.at("upgradeMode")
                            .filter(mode -> mode.text().equals("stateless"))
                            .ifPresent(
                                mode ->
                                    report.found(
                                        document.file(), mode.line(), "upgradeMode: stateless")))),
        new Rule(
            "state-left-behind",
            Severity.ERROR,
            AREA,
            "State that no operator takes is dropped without an error: whatever it counted is lost.",
            "Leave `allowNonRestoredState` out; compare the plans before an upgrade.",
            "models-and-upgrades of this project: silent edits",
            (project, report) ->
                jobs(
                    project,
                    (document, job) ->
                        job.at("allowNonRestoredState")
                            .filter(value -> value.text().equals("true"))
                            .ifPresent(
                                value ->
                                    report.found(
                                        document.file(),
                                        value.line(),
                                        "allowNonRestoredState: true")))),
        new Rule(
            "availability-off",
            Severity.ERROR,
            AREA,
            "Without high availability jobs end with the job manager's pod, which every upgrade of nodes moves;"
                + " `last-state` has nothing to go by.",
            "Set `high-availability.type: kubernetes` and `high-availability.storageDir`.",
            "flink-kubernetes-operator documentation: high availability",
            SettingsCheck.wrongOrAbsent(
                AVAILABILITY,
                settings -> settings.onKubernetes(),
                text -> text.equalsIgnoreCase("none"))),
        new Rule(
            "availability-without-storage",
            Severity.ERROR,
            AREA,
            "Kubernetes keeps pointers only; the jobs' graphs and the checkpoints' metadata are in the storage.",
            "Set `high-availability.storageDir` to a folder of the storage.",
            "Flink 1.20: high availability needs a storage directory",
            SettingsCheck.together(
                settings ->
                    settings.complete()
                            && settings.get(AVAILABILITY).isPresent()
                            && settings.get("high-availability.storageDir").isEmpty()
                        ? Optional.of(
                            new Problem(AVAILABILITY, "high-availability.storageDir is not set"))
                        : Optional.empty())),
        new Rule(
            "savepoints-nowhere",
            Severity.ERROR,
            AREA,
            "An upgrade by savepoint fails where there is no folder for it, and the job keeps running as it"
                + " was.",
            "Set `execution.checkpointing.savepoint-dir`.",
            "flink-kubernetes-operator, job management: savepoint directory",
            SettingsCheck.wrongOrAbsent(
                "execution.checkpointing.savepoint-dir",
                Settings::onKubernetes,
                text -> text.isBlank())),
        new Rule(
            "image-not-pinned",
            Severity.ERROR,
            AREA,
            "Pods of one cluster then run different builds after one is moved: classes and state do not fit.",
            "Name a version, or better a digest; never `latest`.",
            "Kubernetes documentation: images; flink#22146: state of another build",
            KubernetesRules::images),
        new Rule(
            "flink-version-other",
            Severity.ERROR,
            AREA,
            "The connectors are built for Flink 1.20; under another version they fail when their classes are"
                + " first used, and savepoints may not be read.",
            "Set `flinkVersion: v1_20`.",
            "flink#22146: an upgrade of Calcite broke savepoints",
            (project, report) ->
                deployments(
                    project,
                    (file, spec) ->
                        spec.at("flinkVersion")
                            .filter(version -> !version.text().equals("v1_20"))
                            .ifPresent(
                                version ->
                                    report.found(
                                        file, version.line(), "flinkVersion: " + version.text())))),
        new Rule(
            "pods-as-root",
            Severity.ERROR,
            AREA,
            "Jobs run code of users; as root it owns what the container can reach.",
            "Set `runAsNonRoot: true` in the pod template's `securityContext`.",
            "Kubernetes' pod security standard 'restricted' refuses such pods",
            (project, report) ->
                deployments(
                    project,
                    (file, spec) -> {
                      if (!spec.textAt("podTemplate", "spec", "securityContext", "runAsNonRoot")
                          .equals("true")) {
                        report.found(
                            file,
                            spec.at("podTemplate").orElse(spec).line(),
                            "the pod template does not set runAsNonRoot");
                      }
                    })),
        new Rule(
            "identity-not-labelled",
            Severity.ERROR,
            AREA,
            "Only pods with the label get the token of the workload identity; without it the first checkpoint"
                + " fails.",
            "Add the label `azure.workload.identity/use: \"true\"` to the pod template.",
            "chronon#1760: people wrote a doctor for it",
            (project, report) ->
                deployments(
                    project,
                    (file, spec) -> {
                      Optional<YamlValue> provider =
                          spec.at("flinkConfiguration")
                              .flatMap(
                                  settings ->
                                      settings.flattened().values().stream()
                                          .filter(
                                              value ->
                                                  value
                                                      .text()
                                                      .endsWith("WorkloadIdentityTokenProvider"))
                                          .findFirst());
                      boolean isLabelled =
                          spec.textAt(
                                  "podTemplate",
                                  "metadata",
                                  "labels",
                                  "azure.workload.identity/use")
                              .equals("true");
                      if (provider.isPresent() && !isLabelled) {
                        report.found(
                            file, provider.get().line(), "the pods have no label for the identity");
                      }
                    })));
  }

  private static void deployments(Project project, BiConsumer<String, YamlValue> look) {
    for (Document document : project.of(Kind.FLINK_DEPLOYMENT)) {
      document.root().at("spec").ifPresent(spec -> look.accept(document.file(), spec));
    }
  }

  private static void jobs(Project project, BiConsumer<Document, YamlValue> look) {
    for (Document document : project.of(Kind.FLINK_SESSION_JOB)) {
      document.root().at("spec", "job").ifPresent(job -> look.accept(document, job));
    }
    for (Document document : project.of(Kind.HELM_VALUES)) {
      document
          .root()
          .at("jobs")
          .ifPresent(all -> all.items().forEach(job -> look.accept(document, job)));
    }
  }

  private static void jars(Project project, BiConsumer<String, YamlValue> look) {
    for (Document document : project.of(Kind.FLINK_SESSION_JOB)) {
      document
          .root()
          .at("spec", "job", "jarURI")
          .ifPresent(jar -> look.accept(document.file(), jar));
    }
    for (Document document : project.of(Kind.HELM_VALUES)) {
      document
          .root()
          .at("jarRepository")
          .filter(jar -> !jar.text().isEmpty())
          .ifPresent(jar -> look.accept(document.file(), jar));
    }
  }

  private static boolean isPrivate(String uri) {
    String host = String.valueOf(URI.create(uri).getHost()).toLowerCase(Locale.ROOT);
    return !host.contains(".")
        || host.endsWith(".svc")
        || host.endsWith(".local")
        || host.endsWith(".internal")
        || host.matches("(10|127)\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*");
  }

  private static void images(Project project, Rule.Report report) {
    deployments(
        project,
        (file, spec) ->
            spec.at("image")
                .filter(image -> !isPinned(image.text()))
                .ifPresent(image -> report.found(file, image.line(), "image: " + image.text())));
    for (Document document : project.of(Kind.HELM_VALUES)) {
      document
          .root()
          .at("image", "tag")
          .filter(tag -> tag.text().equals("latest"))
          .ifPresent(tag -> report.found(document.file(), tag.line(), "tag: latest"));
    }
  }

  private static boolean isPinned(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    return image.contains("@sha256:") || (name.contains(":") && !name.endsWith(":latest"));
  }
}

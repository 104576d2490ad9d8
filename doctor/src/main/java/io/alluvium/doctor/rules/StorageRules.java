package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Document;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.Settings;
import io.alluvium.doctor.files.SqlFile;
import io.alluvium.doctor.files.SqlStatement;
import io.alluvium.doctor.files.SqlToken;
import io.alluvium.doctor.files.YamlValue;
import io.alluvium.doctor.rules.SettingsCheck.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Azure storage. */
final class StorageRules {
  private static final String AREA = "Storage";
  private static final String SHADED = "org.apache.flink.fs.shaded.hadoop3.";
  private static final List<String> FOLDERS =
      List.of(
          "execution.checkpointing.dir",
          "execution.checkpointing.savepoint-dir",
          "high-availability.storageDir");

  private StorageRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "token-provider-shaded",
            Severity.ERROR,
            AREA,
            "The storage is reached by Hadoop's own driver, whose classes have their plain names. The shaded"
                + " name is that of Flink's plugin, which is not used: no token, no checkpoint.",
            "Write `org.apache.hadoop.fs.azurebfs.oauth2.WorkloadIdentityTokenProvider`.",
            "FLINK-32122, flink#22602: the two names are taken for each other",
            StorageRules::tokenProviders),
        new Rule(
            "azure-plugin-enabled",
            Severity.ERROR,
            AREA,
            "Flink's plugin takes abfss:// for itself, with classes of its own: it asks for the shaded name of"
                + " the token provider, knows no workload identity, and Delta's log cannot use it.",
            "Take `flink-azure-fs-hadoop` out of ENABLE_BUILT_IN_PLUGINS; alluvium-connector-azure is in `lib`.",
            "FLINK-32122; starrocks#62743: workload identity needs hadoop-azure 3.4.1",
            StorageRules::plugin),
        new Rule(
            "state-on-the-pod",
            Severity.ERROR,
            AREA,
            "Checkpoints on a pod's disk go with the pod, and other pods do not see them.",
            "Use a folder of the storage, `abfss://…`.",
            "flink-kubernetes-operator documentation: high availability needs shared storage",
            SettingsCheck.together(StorageRules::onThePod)),
        new Rule(
            "storage-without-tls",
            Severity.ERROR,
            AREA,
            "abfs:// and wasb:// speak to the storage without TLS; accounts that require it answer with 400.",
            "Write `abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/…`.",
            "Azure storage: 'secure transfer required' is on by default",
            StorageRules::unencrypted));
  }

  private static void tokenProviders(Project project, Rule.Report report) {
    for (Settings settings : project.settings()) {
      settings
          .values()
          .forEach(
              (key, value) -> {
                if (key.contains("oauth.provider.type") && value.text().startsWith(SHADED)) {
                  report.found(settings.file(), value.line(), key + " has the shaded name");
                }
              });
    }
  }

  private static void plugin(Project project, Rule.Report report) {
    for (Document document : project.documents()) {
      if (document.kind() == Document.Kind.FLINK_DEPLOYMENT
          || document.kind() == Document.Kind.HELM_VALUES) {
        environment(document.file(), document.root(), report);
      }
    }
  }

  private static void environment(String file, YamlValue value, Rule.Report report) {
    value
        .at("value")
        .filter(
            text ->
                value.textAt("name").equals("ENABLE_BUILT_IN_PLUGINS")
                    && text.text().contains("flink-azure-fs-hadoop"))
        .ifPresent(text -> report.found(file, text.line(), "the plugin is switched on"));
    value.fields().values().forEach(child -> environment(file, child, report));
    value.items().forEach(child -> environment(file, child, report));
  }

  private static Optional<Problem> onThePod(Settings settings) {
    return FOLDERS.stream()
        .filter(key -> settings.onKubernetes() && settings.text(key).startsWith("file:"))
        .findFirst()
        .map(key -> new Problem(key, key + " is on the pod's disk: " + settings.text(key)));
  }

  private static void unencrypted(Project project, Rule.Report report) {
    for (Document document : project.documents()) {
      document
          .root()
          .scalars(
              (name, value) -> {
                if (isUnencrypted(value.text())) {
                  report.found(
                      document.file(), value.line(), "a path without TLS: " + value.text());
                }
              });
    }
    for (SqlFile file : project.sql()) {
      for (SqlStatement statement : file.statements()) {
        for (Map.Entry<String, SqlToken> option : statement.options().entrySet()) {
          if (isUnencrypted(option.getValue().text())) {
            report.found(
                file.file(),
                option.getValue().line(),
                "a path without TLS: " + option.getValue().text());
          }
        }
      }
    }
  }

  private static boolean isUnencrypted(String text) {
    return text.startsWith("abfs://") || text.startsWith("wasb://") || text.startsWith("wasbs://");
  }
}

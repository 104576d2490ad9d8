package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Document;
import io.alluvium.doctor.files.Document.Kind;
import io.alluvium.doctor.files.Project;
import io.alluvium.doctor.files.Settings;
import io.alluvium.doctor.files.SqlFile;
import io.alluvium.doctor.files.SqlStatement;
import io.alluvium.doctor.files.SqlToken;
import io.alluvium.doctor.files.YamlValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Secrets in files. What is found is never shown. */
final class SecretRules {
  private static final String AREA = "Secrets";
  private static final Pattern NAME =
      Pattern.compile(
          "(^|.*[._-])(password|passwd|secret|client-secret|connection-string|access-key|account-key|sas-token"
              + "|jaas[._]config|api-key|apikey)$");
  private static final Pattern STORAGE_KEY =
      Pattern.compile("fs\\.azure\\.(account\\.key|sas|account\\.oauth2\\.client\\.secret)\\b.*");
  private static final Pattern IN_ADDRESS =
      Pattern.compile("([a-z+]+://[^/@\\s:]*:[^/@\\s{$<]+@.*)|(.*[?&;](password|pwd)=[^&;{$<]+.*)");

  private SecretRules() {}

  static List<Rule> list() {
    return List.of(
        new Rule(
            "secret-in-ddl",
            Severity.ERROR,
            AREA,
            "SHOW CREATE TABLE, catalogs, plans and logs show what is in WITH; and so does the history of the"
                + " file.",
            "Use the identity of the pod, or let the option name a file or a variable that holds the secret.",
            "streampark#773; flink-cdc#764; flink#26927",
            SecretRules::inSql),
        new Rule(
            "secret-in-definition",
            Severity.ERROR,
            AREA,
            "Whoever reads the repository, or the ConfigMap, has the secret.",
            "Write `${NAME}` or `${file:/path}`; Key Vault's secrets are files in the pods.",
            "flink-cdc#764",
            SecretRules::inDefinitions),
        new Rule(
            "secret-in-settings",
            Severity.ERROR,
            AREA,
            "Flink's settings are shown in its web interface, and the operator writes them into its log.",
            "Use the identity of the pod, or a file that a secret is mounted as.",
            "FLINK-30306",
            SecretRules::inSettings),
        new Rule(
            "storage-key-in-clear",
            Severity.ERROR,
            AREA,
            "The key of a storage account opens everything in it, and is shown wherever Flink's settings are.",
            "Use workload identity; or write `${file:/path}` or `${env.NAME}`, which is read when it is needed.",
            "FLINK-30306",
            (project, report) ->
                settings(
                    project,
                    (settings, key, value) -> {
                      if (STORAGE_KEY.matcher(key).matches() && !isReference(value.text())) {
                        report.found(settings.file(), value.line(), key + " is in the file itself");
                      }
                    })),
        new Rule(
            "secret-in-address",
            Severity.ERROR,
            AREA,
            "Addresses are shown in messages, logs and the web interface.",
            "Give user and password by their own options.",
            "flink-cdc#764",
            SecretRules::inAddresses));
  }

  private static boolean isReference(String value) {
    String text = value.strip();
    return text.isEmpty() || text.startsWith("${") || text.startsWith("{{");
  }

  private static boolean isSecret(String name) {
    return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  private static void inSql(Project project, Rule.Report report) {
    for (SqlFile file : project.sql()) {
      for (SqlStatement statement : file.statements()) {
        for (Map.Entry<String, SqlToken> option : statement.options().entrySet()) {
          if (isSecret(option.getKey()) && !isReference(option.getValue().text())) {
            report.found(
                file.file(), option.getValue().line(), option.getKey() + " is in the statement");
          }
        }
      }
    }
  }

  private static void inDefinitions(Project project, Rule.Report report) {
    for (Document document : project.documents()) {
      boolean isDefinition =
          document.kind() == Kind.STREAM
              || document.kind() == Kind.PIPELINE
              || document.kind() == Kind.BATCH;
      if (isDefinition) {
        document
            .root()
            .scalars(
                (name, value) -> {
                  boolean isKey = name.equals("key") && document.root().has("source", "auth");
                  if ((isSecret(name) || isKey) && !isReference(value.text())) {
                    report.found(document.file(), value.line(), name + " is in the file itself");
                  }
                });
      }
    }
  }

  private static void inSettings(Project project, Rule.Report report) {
    settings(
        project,
        (settings, key, value) -> {
          if (isSecret(key) && !STORAGE_KEY.matcher(key).matches() && !isReference(value.text())) {
            report.found(settings.file(), value.line(), key + " is in the settings");
          }
        });
  }

  /** A look at a setting. */
  private interface SettingLook {
    void at(Settings settings, String key, YamlValue value);
  }

  private static void settings(Project project, SettingLook look) {
    for (Settings settings : project.settings()) {
      settings.values().forEach((key, value) -> look.at(settings, key, value));
    }
  }

  private static void inAddresses(Project project, Rule.Report report) {
    for (Document document : project.documents()) {
      document
          .root()
          .scalars(
              (name, value) -> {
                if (IN_ADDRESS.matcher(value.text()).matches()) {
                  report.found(document.file(), value.line(), name + " has a password in it");
                }
              });
    }
    for (SqlFile file : project.sql()) {
      for (SqlStatement statement : file.statements()) {
        for (Map.Entry<String, SqlToken> option : statement.options().entrySet()) {
          if (IN_ADDRESS.matcher(option.getValue().text()).matches()) {
            report.found(
                file.file(), option.getValue().line(), option.getKey() + " has a password in it");
          }
        }
      }
    }
  }
}

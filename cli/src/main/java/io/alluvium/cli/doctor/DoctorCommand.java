package io.alluvium.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.alluvium.doctor.Doctor;
import io.alluvium.doctor.Finding;
import io.alluvium.doctor.Severity;
import io.alluvium.doctor.files.Project;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alluvium doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at SQL files, definitions, Flink's settings, resources of Kubernetes and Helm values for what has"
          + " gone wrong elsewhere.",
      "Says why, and what to write instead; connects to nothing. docs/doctor.md lists the rules."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing to mend",
      "1:something to mend",
      "2:wrong use, or a file that cannot be read"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  /** How findings are printed. */
  enum Format {
    text,
    json
  }

  /** What ends with an exit code. */
  enum Least {
    error,
    warning
  }

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, or folders that are looked through.")
  private List<Path> paths;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Format format;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "error",
      description =
          "What ends with exit code 1: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Least least;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Project project = Project.read(paths);
    List<Finding> findings = new Doctor().look(project);
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      writeJson(out, findings);
    } else {
      writeText(out, findings, project.files());
    }
    out.flush();
    boolean isFailure =
        findings.stream()
            .anyMatch(
                finding -> least == Least.warning || finding.rule().severity() == Severity.ERROR);
    return isFailure ? 1 : 0;
  }

  private static void writeText(PrintWriter out, List<Finding> findings, int files) {
    for (Finding finding : findings) {
      out.printf(
          "%s:%d: %s %s: %s%n    %s%n    %s%n",
          finding.file(),
          finding.line(),
          severity(finding),
          finding.rule().id(),
          finding.message(),
          finding.rule().reason(),
          finding.rule().mend());
    }
    long errors =
        findings.stream().filter(finding -> finding.rule().severity() == Severity.ERROR).count();
    out.printf("%d files: %d errors, %d warnings%n", files, errors, findings.size() - errors);
  }

  private static void writeJson(PrintWriter out, List<Finding> findings) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartArray();
      for (Finding finding : findings) {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("file", finding.file());
        json.writeNumberField("line", finding.line());
        json.writeStringField("severity", severity(finding));
        json.writeStringField("rule", finding.rule().id());
        json.writeStringField("message", finding.message());
        json.writeStringField("reason", finding.rule().reason());
        json.writeStringField("mend", finding.rule().mend());
        json.writeStringField("source", finding.rule().source());
        json.writeEndObject();
      }
      json.writeRaw('\n');
      json.writeEndArray();
    }
    out.println();
  }

  private static String severity(Finding finding) {
    return finding.rule().severity().name().toLowerCase(Locale.ROOT);
  }
}

package io.alluvium.cli.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.cdc.Databases;
import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.check.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alluvium ingest cdc check}: says what a capture of a database needs still. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at all that the capture of a database needs: settings, rights, publication, slot, keys.",
      "Prints the SQL that mends each; changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the capture can run",
      "1:something must be mended first",
      "2:wrong use, or the database cannot be asked"
    })
final class CdcCheckCommand implements Callable<Integer> {
  /** How findings are printed. */
  enum Format {
    text,
    json
  }

  @Mixin private WhichDatabase database;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Format format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Finding> findings;
    try (CapturedDatabase source = Databases.connect(database.pipeline("").source())) {
      findings = source.check();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(format == Format.json ? json(findings) : text(findings));
    out.flush();
    return findings.stream().anyMatch(one -> one.severity() == Finding.Severity.PROBLEM) ? 1 : 0;
  }

  private static String text(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(
          String.format(
              "%-8s %s: %s%n",
              finding.severity().name().toLowerCase(Locale.ROOT),
              finding.subject(),
              finding.text()));
      finding.mend().forEach(sql -> text.append("         ").append(sql).append(";\n"));
    }
    long problems =
        findings.stream().filter(one -> one.severity() == Finding.Severity.PROBLEM).count();
    return text.append(
            problems == 0 ? "The capture can run." : problems + " to be mended before it can run.")
        .toString();
  }

  private static String json(List<Finding> findings) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ArrayNode list = json.createArrayNode();
    for (Finding finding : findings) {
      ObjectNode node = list.addObject();
      node.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      node.put("subject", finding.subject());
      node.put("text", finding.text());
      ArrayNode mend = node.putArray("mend");
      finding.mend().forEach(mend::add);
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(list);
  }
}

package io.alluvium.cli.state;

import io.alluvium.cli.output.OutputFormat;
import io.alluvium.state.gate.ModelVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.flink.types.Row;

/** Prints what becomes of models. */
public final class VerdictList {
  private static final List<String> NAMES =
      List.of("model", "verdict", "reasons", "restart", "silently");

  private final OutputFormat format;
  private final PrintWriter out;

  public VerdictList(OutputFormat format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  /** Prints all. */
  public void write(List<ModelVerdict> models) throws IOException {
    if (format == OutputFormat.text) {
      models.forEach(this::tell);
    } else {
      format.write(NAMES, models.stream().map(VerdictList::row).iterator(), out);
    }
    out.flush();
  }

  private static Row row(ModelVerdict model) {
    return Row.of(
        model.model(),
        model.verdict().text(),
        model.reasons().toArray(String[]::new),
        model.restart().orElse(null),
        model.silent().toArray(String[]::new));
  }

  private void tell(ModelVerdict model) {
    out.println(model.model() + ": " + model.verdict().text());
    model.reasons().forEach(reason -> out.println("    " + reason));
    model.restart().ifPresent(restart -> out.println("    " + restart));
    model
        .silent()
        .forEach(silent -> out.println("    restored all the same, without an error: " + silent));
  }
}

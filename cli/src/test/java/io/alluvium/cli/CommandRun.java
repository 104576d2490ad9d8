package io.alluvium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command did that ran in this process.
 *
 * @param code with which the process would end
 */
record CommandRun(int code, String out, String err) {
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Alluvium.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return new CommandRun(commandLine.execute(arguments), out.toString(), err.toString());
  }

  /** Requires success, and returns what was printed as JSON. */
  JsonNode json() throws IOException {
    assertThat(code).as(err).isZero();
    return new ObjectMapper().readTree(out);
  }
}

package io.alluvium.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process of the cluster has written. */
public final class MemberLog {
  private static final int LINES = 300;

  /** A line of the log that is not of a stack trace. */
  private static final Pattern ENTRY = Pattern.compile("^\\d{4}-\\d\\d-\\d\\d");

  private static final Pattern PROBLEM =
      Pattern.compile("^(?:Caused by: )?[\\w.$]+(?:Exception|Error)\\b");

  private final Path log;
  private final Path output;

  public MemberLog(ClusterHome home, Member member) {
    this.log = Path.of(member.log());
    this.output = home.logs().resolve(member.name() + ".out");
  }

  /** The last lines of the log, or of what was printed where there is no log. */
  public List<String> lastLines(int count) throws IOException {
    Path file = Files.isRegularFile(log) && Files.size(log) > 0 ? log : output;
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    Deque<String> last = new ArrayDeque<>();
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      lines.forEach(
          line -> {
            last.add(line);
            if (last.size() > count) {
              last.remove();
            }
          });
    }
    return List.copyOf(last);
  }

  /** The innermost cause of the first error among the last lines, for a message. */
  String lastProblem() throws IOException {
    String problem = "";
    for (String line : lastLines(LINES)) {
      boolean isEntry = ENTRY.matcher(line).find();
      if (isEntry && !problem.isEmpty()) {
        break;
      }
      if (line.contains(" ERROR ") || line.startsWith("Error: ")) {
        problem = line;
      } else if (!problem.isEmpty() && PROBLEM.matcher(line).find()) {
        problem = line.replaceFirst("^Caused by: ", "").replaceFirst("^(?:[a-z]\\w*\\.)+", "");
      }
    }
    return problem.isEmpty() ? "see " + log : problem;
  }
}

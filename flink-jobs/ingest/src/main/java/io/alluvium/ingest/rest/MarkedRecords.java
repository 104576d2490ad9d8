package io.alluvium.ingest.rest;

import io.alluvium.ingest.rest.RestSettings.Incremental;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * The greatest mark of a round, and the records that have it. The next round asks with that mark,
 * and may be given these records again, whether the server's comparison includes the mark or not:
 * they are known by their content. Records before the mark, which servers send that compare
 * coarsely or not at all, were there before.
 */
final class MarkedRecords {
  @Nullable private final Incremental incremental;
  @Nullable private final String since;
  private final Set<String> before;
  private final List<String> atMost;
  @Nullable private String most;

  MarkedRecords(@Nullable Incremental incremental, RestProgress progress) {
    this.incremental = incremental;
    this.since = progress.since();
    this.before = new HashSet<>(progress.before());
    this.atMost = new ArrayList<>(progress.atMost());
    this.most = progress.most();
  }

  /** Whether no round before has had the record; takes note of its mark. */
  boolean isNew(byte[] record) throws IOException {
    if (incremental == null || incremental.field() == null) {
      return true;
    }
    Optional<String> mark = mark(record);
    if (mark.isEmpty()) {
      // No mark, no way to know it again.
      return true;
    }
    String hash = Marks.hash(record);
    int behind = since == null ? 1 : Marks.compare(mark.get(), since);
    if (behind < 0 || (behind == 0 && before.contains(hash))) {
      return false;
    }
    int order = most == null ? 1 : Marks.compare(mark.get(), most);
    if (order > 0) {
      most = mark.get();
      atMost.clear();
    }
    if (order >= 0) {
      atMost.add(hash);
    }
    return true;
  }

  private Optional<String> mark(byte[] record) throws IOException {
    try {
      return incremental.field().scalar(record);
    } catch (IOException e) {
      // Will be a dead letter.
      return Optional.empty();
    }
  }

  @Nullable
  String most() {
    return most;
  }

  List<String> atMost() {
    return atMost;
  }

  /** What the next round asks with, once this one's last page was read. */
  @Nullable
  String nextMark(byte[] body) throws IOException {
    if (incremental == null) {
      return null;
    }
    if (incremental.cursor() != null) {
      Optional<String> cursor =
          body.length == 0 ? Optional.empty() : incremental.cursor().scalar(body);
      return cursor.orElse(since);
    }
    return most;
  }
}

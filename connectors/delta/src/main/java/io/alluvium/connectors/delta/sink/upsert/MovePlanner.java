package io.alluvium.connectors.delta.sink.upsert;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses the files whose rows are to be moved: those that are mostly deleted, and small ones of
 * about the same size where there are enough to be joined. Like sizes only, so that a row is moved
 * a number of times that grows with the logarithm of the table.
 */
final class MovePlanner {
  private static final int SIZE_STEP_BITS = 2;
  private static final int SMALL_SHARE = 4;

  private final UpsertSettings settings;

  /** Files that are being moved: they are in the table until the move is committed. */
  private final Set<Integer> underWay = new HashSet<>();

  MovePlanner(UpsertSettings settings) {
    this.settings = settings;
  }

  List<NumberedFile> plan(FileTable table) {
    CompactionSettings compaction = settings.compaction();
    if (compaction.isOff()) {
      return List.of();
    }
    Set<Integer> ids =
        table.all().stream().map(FileTable.KnownFile::id).collect(Collectors.toSet());
    underWay.retainAll(ids);
    List<NumberedFile> chosen = new ArrayList<>();
    long budget = compaction.maxBytes();
    Map<String, List<FileTable.KnownFile>> alike = new LinkedHashMap<>();
    for (FileTable.KnownFile file : table.all()) {
      if (underWay.contains(file.id())) {
        continue;
      }
      if (file.rows() > 0 && file.deadRows() >= compaction.deadShare() * file.rows()) {
        budget = choose(List.of(file), budget, chosen);
      } else if (file.file().size() < settings.buffers().targetFileSize() / SMALL_SHARE) {
        alike.computeIfAbsent(likeness(file), key -> new ArrayList<>()).add(file);
      }
    }
    for (List<FileTable.KnownFile> group : alike.values()) {
      if (group.size() >= compaction.smallFiles()) {
        budget = choose(group, budget, chosen);
      }
    }
    return chosen;
  }

  /** At least one file gets through, however big. */
  private long choose(List<FileTable.KnownFile> files, long budget, List<NumberedFile> chosen) {
    long left = budget;
    for (FileTable.KnownFile file : files) {
      if (left > 0) {
        underWay.add(file.id());
        chosen.add(new NumberedFile(file.id(), file.file()));
        left -= file.file().size();
      }
    }
    return left;
  }

  private static String likeness(FileTable.KnownFile file) {
    int magnitude = (Long.SIZE - Long.numberOfLeadingZeros(file.file().size())) / SIZE_STEP_BITS;
    return magnitude + FileNames.keyGroups(file.file().path()) + file.file().partitionValues();
  }
}

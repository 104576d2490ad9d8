package io.alluvium.connectors.delta.maintenance;

import io.alluvium.connectors.delta.kernel.DataFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Chooses which files of a table become one. */
final class RewriteGroups {
  private final OptimizeOptions options;

  RewriteGroups(OptimizeOptions options) {
    this.options = options;
  }

  /** Files of one partition each, in the order in which they were written. */
  List<List<DataFile>> of(List<DataFile> files) {
    Map<Map<String, String>, List<DataFile>> byPartition =
        files.stream()
            .filter(file -> isSmall(file) || hasManyDeletedRows(file))
            .collect(Collectors.groupingBy(DataFile::partitionValues));
    List<List<DataFile>> groups = new ArrayList<>();
    for (List<DataFile> candidates : byPartition.values()) {
      addGroups(candidates, groups);
    }
    groups.sort(Comparator.comparing(group -> group.get(0).path()));
    return groups;
  }

  private void addGroups(List<DataFile> candidates, List<List<DataFile>> groups) {
    candidates.sort(
        Comparator.comparingLong(DataFile::modificationTime).thenComparing(DataFile::path));
    List<DataFile> group = new ArrayList<>();
    long size = 0;
    for (DataFile file : candidates) {
      group.add(file);
      size += liveSize(file);
      if (size >= options.targetFileSize()) {
        addIfWorthIt(group, groups);
        group = new ArrayList<>();
        size = 0;
      }
    }
    addIfWorthIt(group, groups);
  }

  private void addIfWorthIt(List<DataFile> group, List<List<DataFile>> groups) {
    if (group.size() > 1 || (group.size() == 1 && hasManyDeletedRows(group.get(0)))) {
      groups.add(group);
    }
  }

  private boolean isSmall(DataFile file) {
    return file.size() < options.minFileSize();
  }

  private boolean hasManyDeletedRows(DataFile file) {
    return file.deletionVector() != null && deletedShare(file) > options.maxDeletedShare();
  }

  private static long liveSize(DataFile file) {
    return Math.round(file.size() * (1 - deletedShare(file)));
  }

  private static double deletedShare(DataFile file) {
    if (file.deletionVector() == null) {
      return 0;
    }
    double deleted = file.deletionVector().cardinality();
    // Without a count of rows nothing is known but that there are deleted ones.
    return file.rowCount().isEmpty() ? 1 : deleted / (deleted + file.rowCount().getAsLong());
  }
}

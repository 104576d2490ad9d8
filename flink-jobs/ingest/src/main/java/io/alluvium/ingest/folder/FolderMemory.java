package io.alluvium.ingest.folder;

import java.util.Map;
import java.util.Set;

/** What the lake tells of earlier runs. */
public interface FolderMemory {

  /** The newest arrival of each path that was read to its end. */
  Map<PathKey, Arrivals.Taken> arrivals() throws Exception;

  /**
   * How far earlier runs have read files: those that they did not finish, and those that they did
   * before another took their place.
   *
   * @return progress of a split, by the file's id
   */
  Map<String, String> begun(Set<LandingFile> candidates) throws Exception;
}

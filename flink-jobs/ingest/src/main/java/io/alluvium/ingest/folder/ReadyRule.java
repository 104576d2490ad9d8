package io.alluvium.ingest.folder;

import java.io.Serializable;
import java.util.Set;
import javax.annotation.Nullable;

/** When a file is complete, so that it may be read. */
public sealed interface ReadyRule extends Serializable {

  /**
   * @param before the file in the listing before; null where it was not there
   * @param names of all that the folder holds, also of what is not to be read
   */
  boolean isReady(LandingFile file, @Nullable LandingFile before, Set<String> names);

  /** Whether one listing is not enough to tell. */
  default boolean needsTwoListings() {
    return false;
  }

  /** Neither its size nor its time have changed from one listing to the next. */
  record Stable() implements ReadyRule {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isReady(LandingFile file, @Nullable LandingFile before, Set<String> names) {
      return before != null && file.isSameArrival(before);
    }

    @Override
    public boolean needsTwoListings() {
      return true;
    }
  }

  /** Its folder holds a file of a certain name, such as {@code _SUCCESS}. */
  record Marker(String name) implements ReadyRule {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isReady(LandingFile file, @Nullable LandingFile before, Set<String> names) {
      int slash = file.path().lastIndexOf('/');
      return names.contains(file.path().substring(0, slash + 1) + name);
    }
  }

  /** Beside it is a file of its name with a suffix, such as {@code orders.csv.done}. */
  record Companion(String suffix) implements ReadyRule {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isReady(LandingFile file, @Nullable LandingFile before, Set<String> names) {
      return names.contains(file.path() + suffix);
    }
  }

  /** As soon as it is seen: for writers that rename complete files into the folder. */
  record AtOnce() implements ReadyRule {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isReady(LandingFile file, @Nullable LandingFile before, Set<String> names) {
      return true;
    }
  }
}

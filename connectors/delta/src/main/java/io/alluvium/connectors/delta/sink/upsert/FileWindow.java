package io.alluvium.connectors.delta.sink.upsert;

import io.alluvium.connectors.delta.kernel.DataFile;
import javax.annotation.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** What happened to one data file since the last checkpoint. */
final class FileWindow {
  private final RoaringBitmap deleted = new RoaringBitmap();
  private final RoaringBitmap movedAway = new RoaringBitmap();
  private DataFile written;
  private boolean movedHere;
  private DataFile inTable;
  private boolean gone;

  void add(FileEvent event) {
    switch (event.kind()) {
      case WRITTEN -> written = event.file();
      case MOVED_HERE -> {
        written = event.file();
        movedHere = true;
      }
      case DELETED -> deleted.or(event.rows());
      case MOVED_AWAY -> movedAway.or(event.rows());
      case IN_TABLE -> {
        inTable = event.file();
        gone = false;
      }
      case GONE -> gone = true;
    }
  }

  RoaringBitmap deleted() {
    return deleted;
  }

  RoaringBitmap movedAway() {
    return movedAway;
  }

  /** Null where the file was not written in this window. */
  @Nullable
  DataFile written() {
    return written;
  }

  boolean movedHere() {
    return movedHere;
  }

  /** The file as another writer left it; null where none touched it. */
  @Nullable
  DataFile inTable() {
    return inTable;
  }

  boolean gone() {
    return gone;
  }
}

package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.PostgresException;
import io.alluvium.connectors.postgres.ReplicationSlot;
import io.alluvium.connectors.postgres.split.StreamPosition;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** Refuses to go on where the server does not have all changes since a position any more. */
@Internal
public final class SlotCheck {

  private SlotCheck() {}

  public static void check(
      Optional<ReplicationSlot.Status> status, CaptureSettings settings, StreamPosition position) {
    String slot = "Replication slot '" + settings.slot() + "' at " + settings.address().server();
    if (status.isEmpty()) {
      throw PostgresException.permanent(
          slot
              + " does not exist any more: the changes since "
              + StreamPosition.text(position.lsn())
              + " are lost. Start the job without its state, so that it begins with a snapshot.");
    }
    if (status.get().lost()) {
      throw PostgresException.permanent(
          slot
              + " is lost (wal_status = lost): the server has deleted log that was not read yet."
              + " Raise max_slot_wal_keep_size, drop the slot, and start the job without its"
              + " state, so that it begins with a snapshot.");
    }
    long confirmed = status.get().confirmedLsn();
    if (Long.compareUnsigned(confirmed, position.lsn()) > 0) {
      throw PostgresException.permanent(
          slot
              + " was read up to "
              + StreamPosition.text(confirmed)
              + ", beyond the state of this job ("
              + StreamPosition.text(position.lsn())
              + "): the changes between are lost to it. Start from a later savepoint, or without"
              + " state and with another slot.");
    }
  }
}

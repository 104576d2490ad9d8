package io.alluvium.cdc.mysql;

import com.github.shyiko.mysql.binlog.event.EventData;

/**
 * An event of the log as it is sent.
 *
 * @param type number, of which MySQL and MariaDB have their own
 * @param seconds since the epoch
 * @param serverId of the server that made it
 * @param start place in the file; negative where the event is not of the file
 * @param end place in the file of the next event, 0 where the event is not of the file
 */
record LogEvent(int type, long seconds, long serverId, long start, long end, byte[] body)
    implements EventData {
  static final int QUERY = 2;
  static final int ROTATE = 4;
  static final int FORMAT_DESCRIPTION = 15;
  static final int XID = 16;
  static final int TABLE_MAP = 19;
  static final int HEARTBEAT = 27;
  static final int GTID = 33;
  static final int ANONYMOUS_GTID = 34;
  static final int PARTIAL_UPDATE = 39;
  static final int TRANSACTION_PAYLOAD = 40;
  static final int HEARTBEAT_V2 = 41;
  static final int MARIADB_GTID = 162;
  static final int MARIADB_COMPRESSED_FIRST = 165;
  static final int MARIADB_COMPRESSED_LAST = 171;

  /** Whether it stands in the file, and is not made up by the server. */
  boolean isOfFile() {
    return end > 0 && type != HEARTBEAT && type != HEARTBEAT_V2;
  }

  boolean isInsert() {
    return type == 23 || type == 30;
  }

  boolean isUpdate() {
    return type == 24 || type == 31;
  }

  boolean isDelete() {
    return type == 25 || type == 32;
  }

  boolean isRows() {
    return isInsert() || isUpdate() || isDelete();
  }

  /** Whether more is said before the rows. */
  boolean hasExtraData() {
    return type >= 30 && type <= 32;
  }
}

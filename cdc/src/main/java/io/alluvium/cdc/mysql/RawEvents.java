package io.alluvium.cdc.mysql;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ChecksumType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes events off the connection as they are. */
final class RawEvents extends EventDeserializer {
  private static final int HEADER_LENGTH = 19;
  private static final int ARTIFICIAL = 0x20;
  private static final int ROTATE_POSITION_LENGTH = 8;

  private int checksumLength;

  @Override
  public void setChecksumType(ChecksumType checksumType) {
    checksumLength = checksumType.getLength();
  }

  @Override
  public Event nextEvent(ByteArrayInputStream in) throws IOException {
    long seconds = in.readLong(4);
    int type = in.readInteger(1);
    long serverId = in.readLong(4);
    long length = in.readLong(4);
    long end = in.readLong(4);
    int flags = in.readInteger(2);
    byte[] all = in.read((int) length - HEADER_LENGTH);
    byte[] body = Arrays.copyOf(all, all.length - checksumLengthOf(type, all));
    boolean artificial = (flags & ARTIFICIAL) != 0 || end == 0;
    LogEvent event =
        new LogEvent(
            type, seconds, serverId, artificial ? -1 : end - length, artificial ? 0 : end, body);
    return new Event(header(type), data(event));
  }

  private int checksumLengthOf(int type, byte[] all) {
    if (type == LogEvent.FORMAT_DESCRIPTION) {
      // Its last five bytes are the kind of checksums, and one of its own at any rate.
      checksumLength = ChecksumType.byOrdinal(all[all.length - 5]).getLength();
      return 4;
    }
    return checksumLength;
  }

  private static EventHeaderV4 header(int type) {
    EventHeaderV4 header = new EventHeaderV4();
    header.setEventType(type == LogEvent.ROTATE ? EventType.ROTATE : EventType.IGNORABLE);
    return header;
  }

  private static EventData data(LogEvent event) {
    if (event.type() != LogEvent.ROTATE) {
      return event;
    }
    // The client keeps account of the file by itself.
    RotateEventData rotation = new RotateEventData();
    byte[] body = event.body();
    rotation.setBinlogFilename(
        new String(
            body,
            ROTATE_POSITION_LENGTH,
            body.length - ROTATE_POSITION_LENGTH,
            StandardCharsets.UTF_8));
    rotation.setBinlogPosition(new ByteReader(body).little(ROTATE_POSITION_LENGTH));
    return rotation;
  }
}

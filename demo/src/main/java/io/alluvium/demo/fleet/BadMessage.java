package io.alluvium.demo.fleet;

import java.nio.charset.StandardCharsets;

/** Messages that a device may send and that nobody can read. */
enum BadMessage {
  NOT_JSON {
    @Override
    String text(String station) {
      return "{\"station\":\"" + station + "\",\"date_utc\":\"2015-0";
    }
  },
  NO_STATION {
    @Override
    String text(String station) {
      return "{\"date_utc\":\"2015-01-01 12:00:00\",\"temperature_c\":3.0}";
    }
  },
  NO_TIME {
    @Override
    String text(String station) {
      return "{\"station\":\"" + station + "\",\"temperature_c\":3.0}";
    }
  },
  NUMBER_AS_WORD {
    @Override
    String text(String station) {
      return "{\"station\":\""
          + station
          + "\",\"date_utc\":\"2015-01-01 12:00:00\",\"temperature_c\":\"warm\"}";
    }
  },
  TOO_LARGE {
    @Override
    String text(String station) {
      return "{\"station\":\""
          + station
          + "\",\"date_utc\":\"2015-01-01 12:00:00\",\"conditions\":\""
          + "Fog ".repeat(LARGE / 4)
          + "\"}";
    }
  };

  /** More than the mebibyte that a message may have. */
  private static final int LARGE = 1_100_000;

  abstract String text(String station);

  byte[] body(String station) {
    return text(station).getBytes(StandardCharsets.UTF_8);
  }

  /** Before which of a station's readings the message is sent: they are spread evenly. */
  long position(long readings) {
    return readings * (ordinal() + 1) / (values().length + 1);
  }
}

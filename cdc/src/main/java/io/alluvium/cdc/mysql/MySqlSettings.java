package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TablePatterns;
import io.alluvium.cdc.pipeline.SourceDefinition;
import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pipeline says of MySQL in particular, checked.
 *
 * @param serverId by which the server tells its clients apart; 0 for one made of the pipeline
 * @param snapshot whether the rows that are there are read first
 */
record MySqlSettings(
    ServerAddress address,
    TablePatterns tables,
    long serverId,
    boolean snapshot,
    int chunkSize,
    Duration heartbeatInterval)
    implements Serializable {
  static final String SERVER_ID = "server-id";
  static final String STARTUP = "scan.startup.mode";

  private static final String INITIAL = "initial";
  private static final String LATEST = "latest-offset";
  private static final Pattern SERVER_IDS = Pattern.compile("(\\d{1,10})(?:-\\d{1,10})?");
  private static final long HIGHEST_SERVER_ID = 0xffff_ffffL;
  private static final long LOWEST_MADE = 0x4000_0000L;

  static MySqlSettings of(SourceDefinition source) {
    String startup = source.specific(STARTUP, INITIAL);
    if (!startup.equals(INITIAL) && !startup.equals(LATEST)) {
      throw new CdcException(
          "source." + STARTUP + " is '" + startup + "'; use " + INITIAL + " or " + LATEST + ".");
    }
    return new MySqlSettings(
        new ServerAddress(
            source.hostname(),
            source.port(),
            source.username(),
            source.password(),
            source.connectTimeout()),
        source.tables(),
        serverId(source),
        startup.equals(INITIAL),
        source.chunkSize(),
        source.heartbeatInterval());
  }

  /** One client reads the log, so the first number of a range is enough. */
  private static long serverId(SourceDefinition source) {
    String given = source.specific(SERVER_ID, "");
    if (given.isEmpty()) {
      int hash = (source.name() + "/" + source.server() + "/" + source.tables()).hashCode();
      return LOWEST_MADE + Math.floorMod(hash, (int) LOWEST_MADE);
    }
    Matcher ids = SERVER_IDS.matcher(given);
    long id = ids.matches() ? Long.parseLong(ids.group(1)) : 0;
    if (id < 1 || id > HIGHEST_SERVER_ID) {
      throw new CdcException(
          "source."
              + SERVER_ID
              + " is '"
              + given
              + "'; give a number from 1 to 4294967295, or a range such as 5400-5404, that no"
              + " replica and no other client of the binary log has.");
    }
    return id;
  }
}

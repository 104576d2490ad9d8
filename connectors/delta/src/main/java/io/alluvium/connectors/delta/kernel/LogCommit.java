package io.alluvium.connectors.delta.kernel;

import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * A commit as one who keeps track of a table's files needs it, moves of rows included.
 *
 * @param version of the table after the commit
 * @param sinkIds the {@code appId}s of its {@code txn} actions
 * @param token that tells a sink's commit from others with its number; empty where it is not a
 *     sink's
 * @param rebased whether a sink adapted it to what another writer had done
 * @param added files that became active, or whose deletion vector changed
 * @param removed files that ceased to be active, or whose deletion vector changed
 * @param dataChange whether it changed rows, and did not only move them
 * @param metadataChanged whether it changed the table's schema or properties
 */
@Internal
public record LogCommit(
    long version,
    List<String> sinkIds,
    String token,
    boolean rebased,
    List<DataFile> added,
    List<DataFile> removed,
    boolean dataChange,
    boolean metadataChanged) {
  static final String TOKEN_MARK = " token=";
  static final String REBASED_MARK = " rebased";

  /** What a sink puts into {@code engineInfo}. */
  static String engineInfo(String token, boolean rebased) {
    return DeltaTable.ENGINE_INFO + TOKEN_MARK + token + (rebased ? REBASED_MARK : "");
  }

  static String tokenOf(String engineInfo) {
    int start = engineInfo.indexOf(TOKEN_MARK);
    if (start < 0) {
      return "";
    }
    String token = engineInfo.substring(start + TOKEN_MARK.length());
    return isRebased(token) ? token.substring(0, token.length() - REBASED_MARK.length()) : token;
  }

  static boolean isRebased(String engineInfo) {
    return engineInfo.endsWith(REBASED_MARK);
  }
}

package io.alluvium.connectors.redis.resp;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer that says that a command was not done. */
public record RespError(String message) {

  /** What is to be done about it. */
  public enum Kind {
    /** The server does not know the script. */
    UNKNOWN_SCRIPT,
    /** Another server is the one to ask, now or soon. */
    ELSEWHERE,
    /** The server cannot now, but may later. */
    LATER,
    /** User or password are not, or no longer, right, or not allowed to do that. */
    SIGN_IN,
    /** What is under the key is not what it should be. */
    KEY,
    /** What was written before is not there any more. */
    LOST,
    /** Trying again would not help. */
    OTHER
  }

  /** Errors of a command within a script are told within the script's. */
  private static final Pattern CODE =
      Pattern.compile(
          "\\b(NOSCRIPT|MOVED|ASK|READONLY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|LOADING|BUSY|OOM|MISCONF"
              + "|NOREPLICAS|EXECABORT|NOAUTH|WRONGPASS|NOPERM|WRONGTYPE|LOSTBATCH)\\b");

  /**
   * Versions before 6 sign in by 'requirepass' only, and say so without a code; so are rights told
   * that a command within a script lacks, of 6 and of 7.
   */
  private static final List<String> CODELESS_SIGN_IN =
      List.of("invalid password", "AUTH", "user executing the script", "ACL failure in script");

  public Kind kind() {
    Matcher code = CODE.matcher(message);
    if (!code.find()) {
      if (message.contains("max number of clients")) {
        return Kind.LATER;
      }
      return CODELESS_SIGN_IN.stream().anyMatch(message::contains) ? Kind.SIGN_IN : Kind.OTHER;
    }
    return switch (code.group()) {
      case "NOSCRIPT" -> Kind.UNKNOWN_SCRIPT;
      case "MOVED", "ASK", "READONLY", "CLUSTERDOWN", "TRYAGAIN", "MASTERDOWN" -> Kind.ELSEWHERE;
      case "LOADING", "BUSY", "OOM", "MISCONF", "NOREPLICAS", "EXECABORT" -> Kind.LATER;
      case "NOAUTH", "WRONGPASS", "NOPERM" -> Kind.SIGN_IN;
      case "LOSTBATCH" -> Kind.LOST;
      default -> Kind.KEY;
    };
  }
}

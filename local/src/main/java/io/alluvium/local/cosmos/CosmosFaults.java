package io.alluvium.local.cosmos;

/** What goes wrong, for tests. */
public interface CosmosFaults {
  /** Nothing does. */
  CosmosFaults NONE = new CosmosFaults() {};

  /**
   * Of a whole request.
   *
   * @param method of HTTP
   * @param path that is asked for
   */
  default Fault request(String method, String path) {
    return Fault.NONE;
  }

  /**
   * Of one operation of a bulk.
   *
   * @param type such as {@code Create}
   * @param id of the item
   */
  default Fault operation(String type, String id) {
    return Fault.NONE;
  }

  /**
   * Of an operation by itself.
   *
   * @param type such as {@code Create}
   * @param id of the item
   */
  default Fault item(String type, String id) {
    return Fault.NONE;
  }

  /**
   * A fault.
   *
   * @param status that is answered in place of doing it; 0 for none
   * @param cut whether the connection ends without an answer, of a whole request
   * @param done whether it is done all the same
   */
  record Fault(int status, int subStatus, long retryAfterMillis, boolean cut, boolean done) {
    public static final Fault NONE = new Fault(0, 0, 0, false, true);

    public static Fault status(int status, int subStatus) {
      return new Fault(status, subStatus, 0, false, false);
    }

    /** The server has no request units left. */
    public static Fault throttled(long retryAfterMillis) {
      return new Fault(429, 3200, retryAfterMillis, false, false);
    }

    /** The connection ends before it is done, or behind that. */
    public static Fault cut(boolean done) {
      return new Fault(0, 0, 0, true, done);
    }

    ItemAnswer answer() {
      return new ItemAnswer(status, subStatus, null, 0, retryAfterMillis, "A fault");
    }
  }
}

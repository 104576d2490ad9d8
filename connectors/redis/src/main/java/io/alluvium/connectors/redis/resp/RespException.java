package io.alluvium.connectors.redis.resp;

import java.io.IOException;

/** A server answered with an error. */
public final class RespException extends IOException {
  private static final long serialVersionUID = 1L;

  private final RespError.Kind kind;

  public RespException(RespError error) {
    super(error.message());
    this.kind = error.kind();
  }

  public RespError.Kind kind() {
    return kind;
  }
}

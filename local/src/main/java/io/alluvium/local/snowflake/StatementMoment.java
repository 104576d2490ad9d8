package io.alluvium.local.snowflake;

/** When a {@link StatementTap} is told of a statement. */
public enum StatementMoment {
  /** It has come, and nothing was done. */
  BEFORE,
  /** It is done, and nothing was answered. */
  AFTER
}

package io.alluvium.ingest.record;

import java.util.Arrays;
import java.util.Optional;

/** Why a record became a dead letter: the values of {@code error_class}. */
public enum ErrorClass {
  /** There is nothing to decode. */
  EMPTY("empty"),
  /** More bytes than the definition allows. */
  TOO_LARGE("too-large"),
  /** Not of the format that the definition declares. */
  MALFORMED("malformed"),
  /** A field occurs twice, and which one counts is not ours to guess. */
  DUPLICATE_FIELD("duplicate-field"),
  /** A required column has no value. */
  MISSING_FIELD("missing-field"),
  /** A value does not fit its column, and the definition says that such a record is rejected. */
  WRONG_TYPE("wrong-type"),
  /** The schema that the record was written with is not known. */
  UNKNOWN_SCHEMA("unknown-schema"),
  /** A file cannot be read to its end. */
  DAMAGED_FILE("damaged-file"),
  /** A file became another, or went away, while it was read. */
  CHANGED_FILE("changed-file"),
  /** A file of that name was read before, and the definition refuses another in its place. */
  REPLACED_FILE("replaced-file");

  private final String code;

  ErrorClass(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /** Empty for a code that this release does not know. */
  public static Optional<ErrorClass> of(String code) {
    return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
  }
}

package io.alluvium.state.gate;

/** What becomes of a model or an operator, from good to bad. */
public enum Verdict {
  /** Goes on with its state. */
  KEPT("kept"),
  /** Was not there before. */
  NEW("new"),
  /** Is not there any more; its table stays. */
  DROPPED("dropped"),
  /** Can read its state, but that was made of other rows or values. */
  MIXED("mixed"),
  /** Cannot go on with its state, and starts without. */
  RESET("reset"),
  /** Flink would refuse to start the job. */
  INCOMPATIBLE("incompatible");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whether nothing is lost and nothing is wrong. */
  public boolean isHarmless() {
    return compareTo(MIXED) < 0;
  }
}

package io.alluvium.models.deploy;

/** Lets whatever takes steps die at one of them, as a process does that is killed. */
final class Deaths {
  private volatile int stepsLeft = -1;

  /** Thrown in place of a death. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Died(String step) {
      super(step);
    }
  }

  /** Dies at the step of this number from now on, beginning with 0. */
  void dieAt(int step) {
    stepsLeft = step;
  }

  void never() {
    stepsLeft = -1;
  }

  void step(String name) {
    if (stepsLeft >= 0 && stepsLeft-- == 0) {
      throw new Died(name);
    }
  }
}

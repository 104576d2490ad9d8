package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.report.Line;
import java.io.IOException;
import java.util.List;

/** A piece of work that is measured. */
public interface Leg {

  List<Line> run(Bench bench) throws IOException;
}

package io.alluvium.ingest.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.ingest.folder.ArrivalRules.Listing;
import io.alluvium.ingest.folder.ArrivalRules.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArrivalRulesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final ArrivalRules stable = new ArrivalRules(new ReadyRule.Stable(), HOUR);
  private final ArrivalRules atOnce = new ArrivalRules(new ReadyRule.AtOnce(), HOUR);

  @Test
  void waitsUntilSizeAndTimeStayTheSame() {
    LandingFile growing = new LandingFile("a", 1, 10);
    LandingFile grown = new LandingFile("a", 2, 20);
    Outcome first = stable.apply(Arrivals.NONE, listing(growing), 0, 10);
    Outcome second = stable.apply(first.arrivals(), listing(grown), 0, 10);
    Outcome third = stable.apply(second.arrivals(), listing(grown), 0, 10);
    Outcome fourth = stable.apply(third.arrivals(), listing(grown), 0, 10);

    assertThat(first.arrived()).isEmpty();
    assertThat(second.arrived()).isEmpty();
    assertThat(third.arrived()).containsExactly(grown);
    assertThat(fourth.arrived()).isEmpty();
  }

  @Test
  void takesFilesInTheOrderOfTheirArrival() {
    LandingFile late = new LandingFile("a", 9, 1);
    LandingFile early = new LandingFile("z", 1, 1);
    LandingFile tie = new LandingFile("b", 9, 1);

    Outcome limited = atOnce.apply(Arrivals.NONE, listing(tie, late, early), 0, 2);

    assertThat(limited.arrived()).containsExactly(early, late);
    assertThat(limited.more()).isTrue();
    assertThat(atOnce.apply(limited.arrivals(), listing(tie, late, early), 0, 2).arrived())
        .containsExactly(tie);
  }

  @Test
  void anotherTimeOrSizeIsAnotherArrival() {
    Arrivals known =
        atOnce.apply(Arrivals.NONE, listing(new LandingFile("a", 1, 1)), 0, 10).arrivals();
    LandingFile later = new LandingFile("a", 2, 1);

    Outcome replaced = atOnce.apply(known, listing(later), 0, 10);

    assertThat(replaced.arrived()).containsExactly(later);
    assertThat(replaced.replacing()).containsExactly(later);
  }

  @Test
  void whatTheLakeTellsDoesNotCountForMoreThanTheState() {
    LandingFile newer = new LandingFile("a", 2, 1);
    LandingFile restored = new LandingFile("a", 1, 1);
    LandingFile other = new LandingFile("b", 1, 1);
    Arrivals known = atOnce.apply(Arrivals.NONE, listing(restored), 0, 10).arrivals();

    Arrivals both =
        known.and(
            Map.of(
                PathKey.of("a"), Arrivals.Taken.of(newer),
                PathKey.of("b"), Arrivals.Taken.of(other)));

    assertThat(atOnce.apply(both, listing(restored, other), 0, 10).arrived()).isEmpty();
  }

  @Test
  void forgetsOnlyWhatHasBeenGoneForLong() {
    LandingFile file = new LandingFile("a", 1, 1);
    Arrivals known = atOnce.apply(Arrivals.NONE, listing(file), 0, 10).arrivals();
    // However long it stays.
    known = atOnce.apply(known, listing(file), HOUR.toMillis() * 1_000, 10).arrivals();
    long gone = HOUR.toMillis() * 1_001;
    known = atOnce.apply(known, listing(), gone, 10).arrivals();

    Outcome back = atOnce.apply(known, listing(file), gone + 1, 10);
    assertThat(back.arrived()).isEmpty();
    // Gone anew, from then on.
    known = atOnce.apply(back.arrivals(), listing(), gone + 2, 10).arrivals();
    known = atOnce.apply(known, listing(), gone + 2 + HOUR.toMillis(), 10).arrivals();
    assertThat(known.taken()).hasSize(1);
    known = atOnce.apply(known, listing(), gone + 3 + HOUR.toMillis(), 10).arrivals();
    assertThat(known.taken()).isEmpty();
  }

  @Test
  void markersAndCompanionsSayWhatIsComplete() {
    LandingFile file = new LandingFile("day/a.csv", 1, 1);
    ArrivalRules marker = new ArrivalRules(new ReadyRule.Marker("_SUCCESS"), HOUR);
    ArrivalRules companion = new ArrivalRules(new ReadyRule.Companion(".done"), HOUR);

    assertThat(marker.apply(Arrivals.NONE, named(file, "_SUCCESS"), 0, 10).arrived()).isEmpty();
    assertThat(marker.apply(Arrivals.NONE, named(file, "day/_SUCCESS"), 0, 10).arrived())
        .containsExactly(file);
    assertThat(companion.apply(Arrivals.NONE, listing(file), 0, 10).arrived()).isEmpty();
    assertThat(companion.apply(Arrivals.NONE, named(file, "day/a.csv.done"), 0, 10).arrived())
        .containsExactly(file);
  }

  @Test
  void theStateSurvivesItsSerializer() throws Exception {
    Arrivals known =
        stable
            .apply(
                atOnce.apply(Arrivals.NONE, listing(new LandingFile("ä", 1, 1)), 0, 10).arrivals(),
                listing(new LandingFile("b", 2, 3)),
                5,
                10)
            .arrivals();
    ArrivalsSerializer serializer = new ArrivalsSerializer();

    assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(known)))
        .isEqualTo(known);
  }

  private static Listing listing(LandingFile... files) {
    return new Listing(
        List.of(files), Arrays.stream(files).map(LandingFile::path).collect(Collectors.toSet()));
  }

  private static Listing named(LandingFile file, String other) {
    return new Listing(
        List.of(file), Stream.of(file.path(), other).collect(Collectors.toUnmodifiableSet()));
  }
}

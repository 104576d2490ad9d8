package io.alluvium.benchmarks.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.benchmarks.BenchmarkException;
import io.alluvium.benchmarks.events.EventReader;
import java.net.InetAddress;
import java.net.Socket;
import org.apache.flink.table.data.GenericRowData;
import org.junit.jupiter.api.Test;

class EventServerTest {

  @Test
  void everyEventComesOnceAndCarriesTheTimeAtWhichItWasToBeSent() throws Exception {
    try (EventServer server = new EventServer();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        EventReader reader = new EventReader(socket.getInputStream())) {
      SendSchedule schedule = server.start(10_000, 5_000, () -> true);
      long first = 0;
      for (long event = 0; event < 5_000; event++) {
        GenericRowData row = reader.next();
        long time = row.getTimestamp(6, 3).getMillisecond();
        first = event == 0 ? time : first;
        assertThat(row.getLong(5)).isEqualTo(event);
        assertThat(time - first).isEqualTo(schedule.nanosAfterStart(event) / 1_000_000);
      }
    }
  }

  @Test
  void doesNotWaitForEverForAReceiver() throws Exception {
    try (EventServer server = new EventServer()) {
      assertThatThrownBy(() -> server.start(10, 10, () -> false))
          .isInstanceOf(BenchmarkException.class);
    }
  }
}

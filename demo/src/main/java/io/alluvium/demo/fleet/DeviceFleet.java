package io.alluvium.demo.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the readings of a portfolio's stations to the topic {@value #TOPIC}, as their devices would
 * through IoT Hub: a JSON body, the station as key, IoT Hub's headers. The stations take turns.
 *
 * <p>Every message is sent exactly once, however often the process is killed: a device's messages
 * are numbered and lie in one partition without holes, so that what the topic holds tells where
 * each device goes on. One fleet at a time sends to a topic.
 *
 * <p>The counts may be asked for from any thread. They include what earlier processes have sent,
 * and a message counts once it is handed over to the producer; after {@link #sendAll()} every
 * message counted has been acknowledged.
 */
public final class DeviceFleet implements AutoCloseable {
  /** The topic's name. */
  public static final String TOPIC = ReadingsTopic.NAME;

  private static final int LARGEST_REQUEST = 4 * 1024 * 1024;
  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final Portfolio portfolio;
  private final String bootstrapServers;
  private final OptionalDouble rate;
  private final Map<String, Long> sentBefore;
  private final long total;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong bad = new AtomicLong();
  private final AtomicLong distinct = new AtomicLong();
  private final Map<String, Long> distinctByStation = new ConcurrentHashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean closed;

  private DeviceFleet(
      Portfolio portfolio,
      String bootstrapServers,
      OptionalDouble rate,
      Map<String, Long> sentBefore) {
    this.portfolio = portfolio;
    this.bootstrapServers = bootstrapServers;
    this.rate = rate;
    this.sentBefore = sentBefore;
    long readings = portfolio.stations().stream().mapToLong(portfolio::readings).sum();
    this.total = readings + expectedDeadLetters();
    this.sent.set(sentBefore.values().stream().mapToLong(Long::longValue).sum());
  }

  /**
   * Makes the topic where it is absent, and finds out what it holds.
   *
   * @param rate messages a second, of all devices together; empty for as fast as possible
   */
  public static DeviceFleet connect(
      Portfolio portfolio, String bootstrapServers, OptionalDouble rate)
      throws InterruptedException, TimeoutException {
    ReadingsTopic topic = new ReadingsTopic(bootstrapServers);
    topic.create();
    return new DeviceFleet(portfolio, bootstrapServers, rate, topic.messagesByStation());
  }

  /**
   * Sends all that has not been sent; returns when everything is acknowledged, or after {@link
   * #close()}.
   *
   * @throws IOException where the broker does not take a message
   */
  public void sendAll() throws IOException, InterruptedException {
    List<StationMessages> devices = new ArrayList<>();
    try {
      for (String station : portfolio.stations()) {
        devices.add(StationMessages.open(portfolio, station));
      }
      passOverSent(devices);
      KafkaProducer<byte[], byte[]> producer = producer();
      try {
        takeTurns(devices, producer);
        producer.flush();
      } finally {
        producer.close(CLOSING);
      }
      failOnRefusal();
    } finally {
      devices.forEach(StationMessages::close);
    }
  }

  private void passOverSent(List<StationMessages> devices) {
    for (StationMessages device : devices) {
      long before = sentBefore.getOrDefault(device.station(), 0L);
      while (device.number() < before) {
        device.skip();
      }
      bad.addAndGet(device.badTaken());
      countDistinct(device);
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.BATCH_SIZE_CONFIG,
            128 * 1024,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            LARGEST_REQUEST),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private void takeTurns(List<StationMessages> devices, KafkaProducer<byte[], byte[]> producer)
      throws IOException, InterruptedException {
    Map<String, DeviceHeaders> headers = new HashMap<>();
    Map<String, byte[]> keys = new HashMap<>();
    for (StationMessages device : devices) {
      headers.put(device.station(), new DeviceHeaders(device.station()));
      keys.put(device.station(), device.station().getBytes(StandardCharsets.UTF_8));
    }
    Pace pace = rate.isPresent() ? new Pace(rate.getAsDouble()) : null;
    List<StationMessages> sending = new ArrayList<>(devices);
    while (!sending.isEmpty()) {
      sending.removeIf(device -> !device.hasNext());
      for (StationMessages device : sending) {
        if (pace != null) {
          pace.await();
        }
        if (closed) {
          return;
        }
        failOnRefusal();
        send(device, keys.get(device.station()), headers.get(device.station()), producer);
      }
    }
  }

  private void send(
      StationMessages device,
      byte[] key,
      DeviceHeaders headers,
      KafkaProducer<byte[], byte[]> producer)
      throws IOException {
    int badBefore = device.badTaken();
    ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(TOPIC, key, device.next());
    headers.addTo(message.headers(), device.number());
    producer.send(
        message,
        (metadata, refused) -> {
          if (refused != null) {
            failure.compareAndSet(null, refused);
          }
        });
    sent.incrementAndGet();
    bad.addAndGet(device.badTaken() - badBefore);
    countDistinct(device);
  }

  private void countDistinct(StationMessages device) {
    long now = device.distinctTimes();
    Long before = distinctByStation.put(device.station(), now);
    distinct.addAndGet(now - (before == null ? 0 : before));
  }

  private void failOnRefusal() throws IOException {
    Exception refused = failure.get();
    if (refused != null) {
      throw new IOException("the broker did not take a reading", refused);
    }
  }

  /** Messages sent so far, bad ones included. */
  public long sent() {
    return sent.get();
  }

  /** Messages that there are to send, bad ones included. */
  public long total() {
    return total;
  }

  /** Messages sent so far that can be read; complete once {@link #sendAll()} sends. */
  public long accepted() {
    return sent.get() - bad.get();
  }

  /** Bad messages among the {@link #total()}: as many must end as dead letters. */
  public long expectedDeadLetters() {
    return (long) portfolio.stations().size() * StationMessages.badMessages(portfolio);
  }

  /** Readings sent so far, of which those of one station and time count once. */
  public long distinctReadings() {
    return distinct.get();
  }

  /** As {@link #distinctReadings()}, by station. */
  public Map<String, Long> distinctReadingsByStation() {
    return Map.copyOf(distinctByStation);
  }

  /** Lets {@link #sendAll()} end early; what it has handed over is still sent. */
  @Override
  public void close() {
    closed = true;
  }
}

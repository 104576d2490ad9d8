package io.alluvium.connectors.redis.resp;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to one server. Answers come in the order of the commands. After an exception it is
 * of no use any more: which answers are still to come is not known.
 */
public final class RespSocket implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Endpoint endpoint;
  private final Duration timeout;
  private final Socket socket;
  private final DeadlineOutput deadline;
  private final OutputStream out;
  private final InputStream in;
  private final byte[] received = new byte[BUFFER_BYTES];
  private int at;
  private int end;

  /**
   * @param plain that a secured socket is on; else the same
   */
  private RespSocket(Endpoint endpoint, Duration timeout, Socket socket, Socket plain)
      throws IOException {
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.socket = socket;
    this.deadline = new DeadlineOutput(socket.getOutputStream(), plain, endpoint, timeout);
    this.out = new BufferedOutputStream(deadline, BUFFER_BYTES);
    this.in = socket.getInputStream();
  }

  /**
   * @param tls null for none; else the server's certificate must be of its host's name
   * @param timeout for the connection, for each answer, and for what is written to be taken
   */
  public static RespSocket connect(
      Endpoint endpoint, @Nullable SSLSocketFactory tls, Duration timeout) throws IOException {
    Socket plain = new Socket();
    boolean connected = false;
    try {
      plain.setTcpNoDelay(true);
      plain.setSoTimeout((int) timeout.toMillis());
      plain.connect(
          new InetSocketAddress(endpoint.host(), endpoint.port()), (int) timeout.toMillis());
      Socket socket = tls == null ? plain : secured(plain, endpoint, tls);
      RespSocket made = new RespSocket(endpoint, timeout, socket, plain);
      connected = true;
      return made;
    } catch (SocketTimeoutException e) {
      throw new IOException(endpoint + " does not answer within " + timeout.toMillis() + " ms", e);
    } catch (IOException e) {
      throw new IOException(endpoint + " cannot be reached: " + e.getMessage(), e);
    } finally {
      if (!connected) {
        plain.close();
      }
    }
  }

  private static Socket secured(Socket plain, Endpoint endpoint, SSLSocketFactory tls)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, endpoint.host(), endpoint.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** Writes commands; they are under way when {@link #flush} returns. */
  public void write(CommandBuffer commands) throws IOException {
    commands.writeTo(out);
  }

  public void flush() throws IOException {
    out.flush();
  }

  /** Sends one command and waits for its answer. */
  public Object call(CommandBuffer command) throws IOException {
    write(command);
    flush();
    Object reply = receive();
    if (reply instanceof RespError error) {
      throw new RespException(error);
    }
    return reply;
  }

  /**
   * The next answer: a Long, a String, a List of such, a {@link RespError}, or null.
   *
   * @throws IOException also where none comes in time
   */
  @Nullable
  public Object receive() throws IOException {
    int kind = read();
    return switch (kind) {
      case ':' -> number();
      case '+' -> line();
      case '-' -> new RespError(line());
      case '$' -> bulk((int) number());
      case '*' -> list((int) number());
      default ->
          throw new IOException(
              endpoint + " does not speak the protocol of Redis: its answer begins with " + kind);
    };
  }

  private List<Object> list(int size) throws IOException {
    if (size < 0) {
      return null;
    }
    List<Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(receive());
    }
    return list;
  }

  private String bulk(int size) throws IOException {
    if (size < 0) {
      return null;
    }
    byte[] bulk = new byte[size];
    for (int i = 0; i < size; i++) {
      bulk[i] = (byte) read();
    }
    read();
    read();
    return new String(bulk, StandardCharsets.UTF_8);
  }

  private long number() throws IOException {
    int next = read();
    boolean negative = next == '-';
    if (negative) {
      next = read();
    }
    long number = 0;
    while (next != '\r') {
      number = 10 * number + next - '0';
      next = read();
    }
    read();
    return negative ? -number : number;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = read();
    while (next != '\r') {
      line.append((char) next);
      next = read();
    }
    read();
    return line.toString();
  }

  private int read() throws IOException {
    if (at == end) {
      fill();
    }
    return received[at++] & 0xff;
  }

  private void fill() throws IOException {
    int count;
    try {
      count = in.read(received);
    } catch (SocketTimeoutException e) {
      throw new IOException(endpoint + " does not answer within " + timeout.toMillis() + " ms", e);
    }
    if (count < 0) {
      throw new EOFException(endpoint + " has closed the connection");
    }
    at = 0;
    end = count;
  }

  @Override
  public void close() throws IOException {
    // A secured one says goodbye, which a server that is stopped would not take.
    deadline.inTime(socket::close);
  }
}

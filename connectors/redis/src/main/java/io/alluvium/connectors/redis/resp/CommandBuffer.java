package io.alluvium.connectors.redis.resp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Commands and their arguments as the protocol of Redis has them, in a buffer that grows. Numbers
 * and texts are written in place: a row costs no object of its own.
 */
public final class CommandBuffer {
  private static final int INITIAL_BYTES = 1 << 12;
  private static final int HEX_DIGITS = 16;
  private static final int BITS_PER_HEX_DIGIT = 4;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_NUMBER = 20;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  /** Begins a command. */
  public CommandBuffer command(int arguments) {
    header('*', arguments);
    return this;
  }

  public CommandBuffer argument(String text) {
    return argument(text.getBytes(StandardCharsets.UTF_8));
  }

  public CommandBuffer argument(byte[] value) {
    header('$', value.length);
    append(value, 0, value.length);
    return end();
  }

  /** In decimal digits. */
  public CommandBuffer argument(long number) {
    ensure(LONGEST_NUMBER);
    header('$', digits(number));
    ensure(LONGEST_NUMBER);
    putDigits(number);
    return end();
  }

  /** In 16 hexadecimal digits. */
  public CommandBuffer hexArgument(long number) {
    header('$', HEX_DIGITS);
    ensure(HEX_DIGITS);
    for (int shift = Long.SIZE - BITS_PER_HEX_DIGIT; shift >= 0; shift -= BITS_PER_HEX_DIGIT) {
      bytes[length++] = HEX[(int) (number >>> shift) & 0xf];
    }
    return end();
  }

  /** What another buffer holds from one place to another: whole arguments. */
  public CommandBuffer copy(CommandBuffer other, int from, int to) {
    append(other.bytes, from, to - from);
    return this;
  }

  /** How many bytes there are: the place where the next argument begins. */
  public int length() {
    return length;
  }

  /** Forgets what was written behind a place. */
  public void truncate(int newLength) {
    length = newLength;
  }

  /** The texts of arguments that were written, for messages. */
  public List<String> texts(int from, int to) {
    List<String> texts = new ArrayList<>();
    int at = from;
    while (at < to) {
      int size = 0;
      at++;
      while (bytes[at] != '\r') {
        size = 10 * size + bytes[at++] - '0';
      }
      at += 2;
      texts.add(new String(bytes, at, size, StandardCharsets.UTF_8));
      at += size + 2;
    }
    return texts;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  private void header(char kind, int number) {
    ensure(LONGEST_NUMBER);
    bytes[length++] = (byte) kind;
    putDigits(number);
    end();
  }

  private CommandBuffer end() {
    ensure(2);
    bytes[length++] = '\r';
    bytes[length++] = '\n';
    return this;
  }

  private static int digits(long number) {
    int digits = number < 0 ? 2 : 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** There is room for the longest. */
  private void putDigits(long number) {
    int end = length + digits(number);
    int at = end;
    long rest = number;
    do {
      bytes[--at] = (byte) ('0' + Math.abs((int) (rest % 10)));
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      bytes[length] = '-';
    }
    length = end;
  }

  private void append(byte[] from, int offset, int count) {
    ensure(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}

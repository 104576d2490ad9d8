package io.alluvium.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * What documentation calls {@code redis-cli}, for machines without it: sends one command to the
 * port that the variable {@code REDIS_PORT} names, and prints the answer as that program does on a
 * terminal.
 */
final class RedisCli {
  private final DataInputStream in;

  private RedisCli(DataInputStream in) {
    this.in = in;
  }

  public static void main(String[] command) throws IOException {
    System.out.println(ask(Integer.parseInt(System.getenv("REDIS_PORT")), command));
  }

  /** The answer, as the program prints it. */
  static String ask(int port, String... command) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      OutputStream out = socket.getOutputStream();
      StringBuilder text = new StringBuilder("*" + command.length + "\r\n");
      for (String part : command) {
        int bytes = part.getBytes(StandardCharsets.UTF_8).length;
        text.append('$').append(bytes).append("\r\n").append(part).append("\r\n");
      }
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new RedisCli(new DataInputStream(socket.getInputStream())).answer();
    }
  }

  private String answer() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case ':' -> "(integer) " + rest;
      case '-' -> "(error) " + rest;
      case '$' -> bulk(Integer.parseInt(rest));
      default -> list(Integer.parseInt(rest));
    };
  }

  private String list(int size) throws IOException {
    if (size == 0) {
      return "(empty array)";
    }
    StringBuilder list = new StringBuilder();
    for (int i = 1; i <= size; i++) {
      list.append(i).append(") ").append(answer()).append(i < size ? "\n" : "");
    }
    return list.toString();
  }

  private String bulk(int size) throws IOException {
    if (size < 0) {
      return "(nil)";
    }
    String text = new String(in.readNBytes(size), StandardCharsets.UTF_8);
    line();
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}

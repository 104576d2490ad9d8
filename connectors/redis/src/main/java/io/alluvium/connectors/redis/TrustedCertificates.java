package io.alluvium.connectors.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed where the connection is by TLS. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * @param file of certificates in PEM; null for those that Java trusts
   * @throws IOException that names the file where it cannot be used
   */
  static SSLSocketFactory sockets(@Nullable String file) throws IOException {
    if (file == null) {
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(keyStore(Path.of(file))).getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "Option 'tls.trusted-certificates' names "
              + file
              + ", which holds no certificates in PEM: "
              + e.getMessage(),
          e);
    }
  }

  static TrustManagerFactory managers(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }

  private static KeyStore keyStore(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
    } catch (IOException e) {
      throw new IOException(
          "Option 'tls.trusted-certificates' names " + file + ", which cannot be read: " + e, e);
    }
    return store;
  }
}

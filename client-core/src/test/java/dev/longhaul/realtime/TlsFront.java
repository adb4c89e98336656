package dev.longhaul.realtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** Stands before a server that speaks plainly, with a certificate that its own client trusts. */
final class TlsFront implements AutoCloseable {
  private static final String PASSWORD = "only-for-one-test";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final int serverPort;
  private final X509TrustManager trust;
  private final SSLContext context = SSLContext.getInstance("TLS");
  private final ServerSocket door;

  TlsFront(Path folder, int serverPort) throws Exception {
    this.serverPort = serverPort;
    KeyStore store = certified(folder.resolve("front.p12"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    trust = trusting(store);
    context.init(keys.getKeyManagers(), new X509TrustManager[] {trust}, null);
    InetAddress here = InetAddress.getLoopbackAddress();
    door = context.getServerSocketFactory().createServerSocket(0, 50, here);
    threads.execute(this::admit);
  }

  /** The JDK makes certificates by its tool alone. */
  private static KeyStore certified(Path file) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                tool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "front",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("keytool: " + said);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static X509TrustManager trusting(KeyStore store) throws GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try {
      trusted.load(null, null);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    trusted.setCertificateEntry("front", store.getCertificate("front"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  /** Returns the URL of a path behind the front. */
  String url(String path) {
    return "wss://localhost:" + door.getLocalPort() + path;
  }

  /** Returns a client that trusts the front and nobody else. */
  OkHttpClient client() {
    return new OkHttpClient.Builder().sslSocketFactory(context.getSocketFactory(), trust).build();
  }

  private void admit() {
    try {
      while (true) {
        Socket outside = door.accept();
        Socket inside = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        sockets.addAll(List.of(outside, inside));
        threads.execute(() -> pass(outside, inside));
        threads.execute(() -> pass(inside, outside));
      }
    } catch (IOException closed) {
      // There is nobody to admit any more.
    }
  }

  private static void pass(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException broken) {
      // The other end closes, too, with its streams.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}

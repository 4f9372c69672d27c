package io.llmcache.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for a server on this machine, signed by itself, and its key: made anew,
 * as PEM files.
 *
 * @param certificate the certificate
 * @param key the private key
 */
record TestCertificate(Path certificate, Path key) {

	private static final String ALIAS = "redis";

	// The files are read by nobody else and go with this JVM.
	private static final String PASSWORD = "changeit";

	static TestCertificate create() {
		try {
			Path directory = TemporaryDirectories.create("llm-cache-tls");
			KeyStore store = keyStore(directory.resolve("redis.p12"));
			Path certificate = pem(directory, "certificate", "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
			Path key = pem(directory, "key", "PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
			return new TestCertificate(certificate, key);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore keyStore(Path file) throws IOException, GeneralSecurityException, InterruptedException {
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		Process process = new ProcessBuilder(keytool, "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname",
				"secp256r1", "-dname", "CN=localhost", "-ext", "SAN=ip:127.0.0.1,dns:localhost", "-validity", "2",
				"-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		String said = new String(process.getInputStream().readAllBytes());
		if (process.waitFor() != 0) {
			throw new IllegalStateException("keytool: " + said);
		}
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream stream = Files.newInputStream(file)) {
			store.load(stream, PASSWORD.toCharArray());
		}
		return store;
	}

	private static Path pem(Path directory, String name, String label, byte[] content) throws IOException {
		String text = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		return Files.writeString(directory.resolve(name + ".pem"),
				"-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
	}

}

package io.llmcache.test;

import java.util.ArrayList;
import java.util.List;

/**
 * A Redis that an application reaches by TLS and a password only. Thread-safe.
 */
public final class TestTlsRedis implements TestServers {

	private static final String PASSWORD = "only for tests";

	private final TestRedis redis;

	private final TestCertificate certificate;

	private final int port;

	private TestTlsRedis(TestRedis redis, TestCertificate certificate, int port) {
		this.redis = redis;
		this.certificate = certificate;
		this.port = port;
	}

	/**
	 * Starts one. Skips the calling test where such a server cannot be had.
	 * @param kind the kind, which must have been built with TLS
	 */
	public static TestTlsRedis start(RedisKind kind) {
		TestCertificate certificate = TestCertificate.create();
		int port = FreePorts.next();
		TestRedis redis = TestRedis.start(kind, "--tls-port", Integer.toString(port), "--tls-cert-file",
				certificate.certificate().toString(), "--tls-key-file", certificate.key().toString(),
				"--tls-ca-cert-file", certificate.certificate().toString(), "--tls-auth-clients", "no");
		// Our own connection is there already and stays let in.
		redis.command("CONFIG", "SET", "requirepass", PASSWORD);
		return new TestTlsRedis(redis, certificate, port);
	}

	@Override
	public String[] properties() {
		return properties(PASSWORD);
	}

	/**
	 * As {@link #properties()}, with another password.
	 * @param password the password
	 */
	public String[] properties(String password) {
		List<String> properties = new ArrayList<>(List.of("spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + this.port, "spring.data.redis.ssl.bundle=redis",
				"spring.ssl.bundle.pem.redis.truststore.certificate=file:" + this.certificate.certificate()));
		properties.add("spring.data.redis.password=" + password);
		return properties.toArray(String[]::new);
	}

	@Override
	public List<TestRedis> primaries() {
		return this.redis.primaries();
	}

	@Override
	public void close() {
		this.redis.close();
	}

}

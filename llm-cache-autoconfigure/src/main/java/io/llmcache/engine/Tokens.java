package io.llmcache.engine;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Tokens of leases, which become the stamps of entries: 64 random bits as 16 hexadecimal
 * digits. Thread-safe.
 */
final class Tokens {

	private final SecureRandom random = new SecureRandom();

	String next() {
		return HexFormat.of().toHexDigits(this.random.nextLong());
	}

}

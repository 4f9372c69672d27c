package io.llmcache.benchmarks;

import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Redis with nothing between: a Lettuce client of its own with one shared connection for
 * text and one for bytes. What the cache is compared with. Thread-safe.
 */
final class BareRedis implements AutoCloseable {

	private static final int SOME_KEYS = 2000;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> text;

	private final StatefulRedisConnection<byte[], byte[]> bytes;

	private final JsonMapper json = JsonMapper.builder().build();

	BareRedis(int port) {
		this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
		this.text = this.client.connect(StringCodec.UTF8);
		this.bytes = this.client.connect(ByteArrayCodec.INSTANCE);
	}

	void put(String key, String value) {
		this.text.sync().set(key, value);
	}

	String get(String key) {
		return this.text.sync().get(key);
	}

	void putJson(byte[] key, String value) {
		this.bytes.sync().set(key, this.json.writeValueAsBytes(value));
	}

	/**
	 * GET and decode: the least that a cache of objects has to do.
	 */
	String getJson(byte[] key) {
		return this.json.readValue(this.bytes.sync().get(key), String.class);
	}

	String version() {
		return line(this.text.sync().info("server"), "redis_version:");
	}

	/**
	 * How often each command ran since the server started, by name; without the
	 * {@code INFO} that asks.
	 */
	Map<String, Long> commandCalls() {
		Map<String, Long> calls = new TreeMap<>();
		this.text.sync().info("commandstats").lines().filter((line) -> line.startsWith("cmdstat_")).forEach((line) -> {
			String name = line.substring("cmdstat_".length(), line.indexOf(':'));
			String count = line.substring(line.indexOf("calls=") + "calls=".length(), line.indexOf(','));
			calls.put(name, Long.parseLong(count));
		});
		calls.remove("info");
		return calls;
	}

	/** Bytes that Redis has allocated, once it has nothing left to do. */
	long usedMemory() {
		return Long.parseLong(line(this.text.sync().info("memory"), "used_memory:").strip());
	}

	/** Bytes of a key; 0 when there is none. */
	long memory(String key) {
		Long bytes = this.text.sync().memoryUsage(key);
		return (bytes != null) ? bytes : 0;
	}

	/**
	 * Bytes of some keys by what they hold, a name for each that a function gives.
	 */
	Map<String, LongSummaryStatistics> memory(UnaryOperator<String> kind) {
		Map<String, LongSummaryStatistics> bytes = new TreeMap<>();
		ScanArgs some = ScanArgs.Builder.limit(SOME_KEYS);
		for (String key : this.text.sync().scan(some).getKeys()) {
			bytes.computeIfAbsent(kind.apply(key), (name) -> new LongSummaryStatistics()).accept(memory(key));
		}
		return bytes;
	}

	private static String line(String info, String start) {
		return info.lines()
			.filter((line) -> line.startsWith(start))
			.findFirst()
			.orElse(start + "?")
			.substring(start.length());
	}

	static byte[] bytes(String key) {
		return key.getBytes(UTF_8);
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}

package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.ScanOptions;

/**
 * Frees the memory of what a mark has voided: SCAN in steps, so that Redis is never
 * blocked. Nothing depends on it, entries left behind are void and end by themselves.
 */
final class RedisSweep {

	private static final Logger logger = LoggerFactory.getLogger(RedisSweep.class);

	private static final int STEP = 500;

	private final RedisLink link;

	private final RedisKeys keys;

	private final String space;

	RedisSweep(RedisLink link, RedisKeys keys, String space) {
		this.link = link;
		this.keys = keys;
		this.space = space;
	}

	void remove(String cache, @Nullable Digest tenant, long mark) {
		ScanOptions options = ScanOptions.scanOptions().match(this.keys.entries(cache)).count(STEP).build();
		byte[] owner = new byte[(tenant != null) ? Digest.LENGTH : 0];
		if (tenant != null) {
			tenant.copyTo(owner, 0);
		}
		try {
			this.link.tell((redis) -> redis.execute((RedisCallback<Boolean>) (connection) -> {
				scan(connection, options, (names) -> remove(names, connection, mark + Marks.TOLERANCE_MILLIS, owner));
				return true;
			}, true));
		}
		catch (StoreException ex) {
			logger.warn("Voided entries stay in Redis until their life ends: {}", ex.getMessage());
		}
	}

	private void remove(List<String> names, RedisConnection connection, long mark, byte[] owner) {
		for (int from = 0; from < names.size(); from += RedisBatch.WRITES) {
			RedisBatch batch = new RedisBatch();
			names.subList(from, Math.min(from + RedisBatch.WRITES, names.size()))
				.forEach((name) -> batch.script(RedisScripts.SWEEP,
						List.of(name, this.keys.hitsBeside(name), this.keys.documentBeside(this.space, name)), mark,
						owner));
			batch.send(connection);
		}
	}

	/**
	 * Looks through all keys, in a cluster through those of every primary.
	 * @param connection the connection
	 * @param options which keys, and how many in a step
	 * @param step is handed their names
	 */
	static void scan(RedisConnection connection, ScanOptions options, Consumer<List<String>> step) {
		if (connection instanceof RedisClusterConnection cluster) {
			for (RedisClusterNode node : cluster.clusterGetNodes()) {
				if (node.isMaster() && node.isConnected()) {
					inSteps(cluster.scan(node, options), step);
				}
			}
		}
		else {
			inSteps(connection.keyCommands().scan(options), step);
		}
	}

	private static void inSteps(Cursor<byte[]> cursor, Consumer<List<String>> step) {
		try (cursor) {
			List<String> names = new ArrayList<>(STEP);
			while (cursor.hasNext()) {
				names.add(new String(cursor.next(), StandardCharsets.UTF_8));
				if (names.size() == STEP || !cursor.hasNext()) {
					step.accept(names);
					names.clear();
				}
			}
		}
	}

}

package io.llmcache.semantic.mirror;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;
import io.llmcache.store.Document.Outline;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisPipelineException;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.ScanOptions;

/**
 * All documents of a space in Redis: SCAN in steps, so that Redis is never blocked, and
 * of each document what a mirror keeps. Neither vectors nor prompts are read.
 */
final class RedisDocuments {

	private static final int STEP = 100;

	/**
	 * Calls come first: a step is followed by a rest as long, but no longer than this.
	 */
	private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(5);

	private static final byte[][] FIELDS = Outline.FIELDS.stream()
		.map((field) -> field.getBytes(StandardCharsets.US_ASCII))
		.toArray(byte[][]::new);

	private final RedisLink link;

	private final String prefix;

	RedisDocuments(RedisLink link, RedisKeys keys, String space) {
		this.link = link;
		this.prefix = keys.documents(space);
	}

	/**
	 * Reads them all.
	 * @param target handed what was found, step by step
	 * @param progress told, after each step, which share of the keys has been seen
	 * @param until ends the scan early
	 */
	void scan(Consumer<Known> target, DoubleConsumer progress, BooleanSupplier until) throws StoreException {
		Scan scan = new Scan(target, progress, until);
		this.link.tell((redis) -> redis.execute((RedisCallback<Boolean>) (connection) -> {
			scan.all(connection);
			return true;
		}));
	}

	private @Nullable Known known(byte[] name, @Nullable Object values) {
		// Of another type by now, else.
		if (!(values instanceof List<?> list) || list.size() != FIELDS.length) {
			return null;
		}
		List<byte @Nullable []> bytes = new ArrayList<>();
		list.forEach((value) -> bytes.add((byte[]) value));
		Digest digest = digest(new String(name, StandardCharsets.UTF_8));
		Outline outline = Outline.read(bytes);
		Sketch sketch = (outline != null) ? Sketch.read(outline.sketch()) : null;
		return (digest != null && outline != null && sketch != null)
				? new Known(digest, outline.scope(), outline.tenant(), sketch) : null;
	}

	private @Nullable Digest digest(String name) {
		int start = this.prefix.length() + 1;
		int end = start + 2 * Digest.LENGTH;
		boolean fits = name.length() == end + 1 && name.startsWith(this.prefix + "{") && name.endsWith("}")
				&& name.chars().skip(start).limit(2 * Digest.LENGTH).allMatch(HexFormat::isHexDigit);
		return fits ? Digest.ofHex(name.substring(start, end)) : null;
	}

	private final class Scan {

		private final ScanOptions options = ScanOptions.scanOptions()
			.match(RedisDocuments.this.prefix + "{*}")
			.type(DataType.HASH)
			.count(STEP)
			.build();

		private final Consumer<Known> target;

		private final DoubleConsumer progress;

		private final BooleanSupplier until;

		private Scan(Consumer<Known> target, DoubleConsumer progress, BooleanSupplier until) {
			this.target = target;
			this.progress = progress;
			this.until = until;
		}

		private void all(RedisConnection connection) {
			if (connection instanceof RedisClusterConnection cluster) {
				List<RedisClusterNode> nodes = new ArrayList<>();
				cluster.clusterGetNodes().forEach((node) -> {
					if (node.isMaster() && node.isConnected()) {
						nodes.add(node);
					}
				});
				for (int i = 0; i < nodes.size(); i++) {
					inSteps(connection, cluster.scan(nodes.get(i), this.options), (double) i / nodes.size(),
							1.0 / nodes.size());
				}
			}
			else {
				inSteps(connection, connection.keyCommands().scan(this.options), 0, 1);
			}
		}

		private void inSteps(RedisConnection connection, Cursor<byte[]> cursor, double before, double share) {
			try (cursor) {
				List<byte[]> names = new ArrayList<>(STEP);
				long begun = System.nanoTime();
				while (cursor.hasNext() && !this.until.getAsBoolean()) {
					names.add(cursor.next());
					if (names.size() == STEP || !cursor.hasNext()) {
						read(connection, names);
						names.clear();
						this.progress.accept(before + share * position(cursor));
						LockSupport.parkNanos(Math.min(LONGEST_REST, System.nanoTime() - begun));
						begun = System.nanoTime();
					}
				}
			}
		}

		private void read(RedisConnection connection, List<byte[]> names) {
			connection.openPipeline();
			names.forEach((name) -> connection.hashCommands().hMGet(name, FIELDS));
			List<?> replies = replies(connection);
			for (int i = 0; i < names.size(); i++) {
				Known known = known(names.get(i), replies.get(i));
				if (known != null) {
					this.target.accept(known);
				}
			}
		}

		private List<?> replies(RedisConnection connection) {
			try {
				return connection.closePipeline();
			}
			catch (RedisPipelineException ex) {
				List<Object> replies = ex.getPipelineResult();
				// One that is not a hash any more; without a single answer, Redis is
				// gone.
				if (replies.stream().noneMatch(List.class::isInstance)) {
					throw ex;
				}
				return replies;
			}
		}

		/** Redis counts the bits of a cursor from the left. */
		private double position(Cursor<byte[]> cursor) {
			long reversed = Long.reverse(
					cursor.getId().getCursorId().isEmpty() ? 0 : Long.parseUnsignedLong(cursor.getId().getCursorId()));
			return (reversed == 0) ? 1 : (reversed >>> 1) / (double) Long.MAX_VALUE;
		}

	}

}

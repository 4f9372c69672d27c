package io.llmcache.semantic.mirror;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.llmcache.semantic.VectorIndexContractTests;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with a mirror whose pulses the tests give.
 */
final class MirrorJvm implements VectorIndexContractTests.Jvm {

	private final TestStores stores;

	private final Mirror mirror;

	MirrorJvm(TestRedis redis, String space, int maxEntries, LongSupplier nanoTime) {
		this(TestStores.on(redis), space, maxEntries, nanoTime, null);
	}

	MirrorJvm(TestStores stores, String space, int maxEntries, LongSupplier nanoTime, @Nullable Executor background) {
		this.stores = stores;
		this.mirror = new Mirror(stores.link(), stores.keys(), space, maxEntries, Duration.ofHours(6), nanoTime,
				(background != null) ? background : stores.background());
	}

	@Override
	public TestStores stores() {
		return this.stores;
	}

	@Override
	public Mirror index() {
		return this.mirror;
	}

	@Override
	public void settle() {
		Eventually.holds(() -> {
			this.mirror.pulse();
			return this.mirror.isSettled();
		}, () -> this.mirror.readiness().toString());
	}

	@Override
	public void close() {
		this.mirror.close();
		this.stores.close();
	}

}

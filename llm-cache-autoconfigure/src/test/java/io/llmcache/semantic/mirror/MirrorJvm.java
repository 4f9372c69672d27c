package io.llmcache.semantic.mirror;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.llmcache.semantic.VectorIndexContractTests;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.TestRedis;

/**
 * A JVM with a mirror whose pulses the tests give.
 */
final class MirrorJvm implements VectorIndexContractTests.Jvm {

	private final TestStores stores;

	private final Mirror mirror;

	MirrorJvm(TestRedis redis, String space, int maxEntries, LongSupplier nanoTime) {
		this.stores = TestStores.on(redis);
		this.mirror = new Mirror(this.stores.link(), this.stores.keys(), space, maxEntries, Duration.ofHours(6),
				nanoTime, this.stores.background());
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

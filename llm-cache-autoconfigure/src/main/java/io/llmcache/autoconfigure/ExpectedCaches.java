package io.llmcache.autoconfigure;

import io.llmcache.engine.CacheEvents;
import io.llmcache.intercept.Directory;
import io.llmcache.store.RedisResponseStore;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Tells of the caches of annotated methods before the application is ready: their marks
 * and meters need not be made while the first caller waits.
 */
final class ExpectedCaches implements SmartInitializingSingleton {

	private final Directory directory;

	private final RedisResponseStore store;

	private final CacheEvents events;

	ExpectedCaches(Directory directory, RedisResponseStore store, CacheEvents events) {
		this.directory = directory;
		this.store = store;
		this.events = events;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String cache : this.directory.caches()) {
			this.events.expect(cache);
			this.store.expect(cache);
		}
	}

}

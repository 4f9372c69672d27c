package io.llmcache.autoconfigure;

import io.llmcache.engine.CacheEvents;
import io.llmcache.intercept.Directory;
import io.llmcache.intercept.Rehearsal;
import io.llmcache.store.RedisLink;
import io.llmcache.store.RedisResponseStore;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Tells of the caches of annotated methods before the application is ready: their marks
 * and meters need not be made while the first caller waits, nor classes be loaded. The
 * start waits for Redis here, when all else has been created beside its first connection.
 */
final class ExpectedCaches implements SmartInitializingSingleton {

	private final Directory directory;

	private final RedisLink link;

	private final RedisResponseStore store;

	private final CacheEvents events;

	private final Rehearsal rehearsal;

	ExpectedCaches(Directory directory, RedisLink link, RedisResponseStore store, CacheEvents events,
			Rehearsal rehearsal) {
		this.directory = directory;
		this.link = link;
		this.store = store;
		this.events = events;
		this.rehearsal = rehearsal;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.link.awaitStart();
		for (String cache : this.directory.caches()) {
			this.events.expect(cache);
			this.store.expect(cache);
		}
		if (this.link.isOpenToCalls()) {
			this.rehearsal.run();
		}
	}

}

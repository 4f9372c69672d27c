package io.llmcache.autoconfigure;

import io.llmcache.engine.CacheEvents;
import io.llmcache.intercept.Directory;
import io.llmcache.store.RedisResponseStore;
import io.llmcache.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Goes the way of a hit once for every annotated cache before the application is ready,
 * so that the first caller does not pay for classes, marks and meters.
 */
final class Rehearsal implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(Rehearsal.class);

	private final Directory directory;

	private final RedisResponseStore store;

	private final CacheEvents events;

	Rehearsal(Directory directory, RedisResponseStore store, CacheEvents events) {
		this.directory = directory;
		this.store = store;
		this.events = events;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.directory.caches().forEach(this.events::expect);
		try {
			for (String cache : this.directory.caches()) {
				this.store.rehearse(cache);
			}
		}
		catch (StoreException ex) {
			logger.debug("The first hit will take longer: {}", ex.toString());
		}
	}

}

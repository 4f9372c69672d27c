package io.llmcache.benchmarks;

import java.util.concurrent.locks.LockSupport;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.llmcache.LlmCached;

import org.springframework.cache.annotation.Cacheable;

/**
 * Answers questions with a model behind some cache.
 */
interface Assistant {

	String LLM_CACHE = "llm-cache";

	/** Name of our cache. */
	String CACHE = "assistant";

	String CACHEABLE = "cacheable";

	String CACHEABLE_SYNC = "cacheable-sync";

	String PLAIN_SET_NX = "plain-set-nx";

	String answer(String question);

	/** Ours. */
	class WithLlmCache implements Assistant {

		private final Model model;

		WithLlmCache(Model model) {
			this.model = model;
		}

		@Override
		@LlmCached(cache = CACHE, model = "canned")
		public String answer(String question) {
			return this.model.reply(question);
		}

	}

	/** Spring's cache abstraction. */
	class WithSpringCache implements Assistant {

		private final Model model;

		WithSpringCache(Model model) {
			this.model = model;
		}

		@Override
		@Cacheable(cacheNames = "spring", cacheManager = "cacheManager")
		public String answer(String question) {
			return this.model.reply(question);
		}

	}

	/** Spring's cache abstraction, told to load once. */
	class WithSynchronisedSpringCache implements Assistant {

		private final Model model;

		WithSynchronisedSpringCache(Model model) {
			this.model = model;
		}

		@Override
		@Cacheable(cacheNames = "spring", cacheManager = "cacheManager", sync = true)
		public String answer(String question) {
			return this.model.reply(question);
		}

	}

	/**
	 * The lock that everybody writes first: look, {@code SET NX}, load, store, unlock. It
	 * stands here to show that the processes do race: whoever looked before the store and
	 * locks after the unlock loads once more.
	 */
	class WithPlainLock implements Assistant {

		private final Model model;

		private final RedisCommands<String, String> redis;

		WithPlainLock(Model model, RedisCommands<String, String> redis) {
			this.model = model;
			this.redis = redis;
		}

		@Override
		public String answer(String question) {
			while (true) {
				String stored = this.redis.get("plain:" + question);
				if (stored != null) {
					return stored;
				}
				if (this.redis.set("lock:" + question, "1", SetArgs.Builder.nx().px(10_000)) != null) {
					String answer = this.model.reply(question);
					this.redis.set("plain:" + question, answer);
					this.redis.del("lock:" + question);
					return answer;
				}
				LockSupport.parkNanos(500_000);
			}
		}

	}

}

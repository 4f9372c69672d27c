package io.llmcache.sample.desk;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheRequest;
import io.llmcache.CacheStats;
import io.llmcache.LlmCaches;
import io.llmcache.WriteOutcome;
import io.llmcache.sample.model.MeteredModel;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.util.DigestUtils;

/**
 * A cache in a map, until the real one is there.
 */
@TestConfiguration(proxyBeanMethods = false)
public class FakeCaches {

	private static final ThreadLocal<CacheCall<String>> last = new ThreadLocal<>();

	record Stored(String answer, long at, Duration load) {

	}

	static final Map<String, Stored> stored = new ConcurrentHashMap<>();

	static final Map<CacheOutcome, Long> outcomes = new EnumMap<>(CacheOutcome.class);

	static long saved;

	public static boolean down;

	@Bean
	@Primary
	SupportDesk desk(MeteredModel model) {
		return new SupportDesk(model) {
			@Override
			public String answer(String question) {
				String digest = DigestUtils.md5DigestAsHex(question.getBytes(java.nio.charset.StandardCharsets.UTF_8))
						+ DigestUtils
							.md5DigestAsHex((question + "x").getBytes(java.nio.charset.StandardCharsets.UTF_8));
				Stored hit = stored.get(digest);
				if (!down && hit != null) {
					last.set(new CacheCall<>(hit.answer, CacheOutcome.EXACT_HIT, null, digest,
							Duration.ofMillis(System.currentTimeMillis() - hit.at), hit.load, null));
					saved += hit.load.toMillis();
					return hit.answer;
				}
				long begun = System.nanoTime();
				String answer = super.answer(question);
				Duration load = Duration.ofNanos(System.nanoTime() - begun);
				if (down) {
					last.set(new CacheCall<>(answer, CacheOutcome.BYPASS, BypassReason.UNAVAILABLE, digest, null, load,
							null));
					return answer;
				}
				stored.put(digest, new Stored(answer, System.currentTimeMillis(), load));
				last.set(new CacheCall<>(answer, CacheOutcome.MISS, null, digest, null, load, null));
				return answer;
			}
		};
	}

	@Bean
	LlmCaches caches() {
		return new LlmCaches() {
			@Override
			public <T> CacheCall<T> call(CacheRequest<T> request, Callable<? extends @Nullable T> loader) {
				throw new UnsupportedOperationException();
			}

			@Override
			public <T> CacheCall<T> get(CacheRequest<T> request) {
				throw new UnsupportedOperationException();
			}

			@Override
			public <T> WriteOutcome put(CacheRequest<T> request, T value) {
				throw new UnsupportedOperationException();
			}

			@Override
			public WriteOutcome evict(CacheRequest<?> request) {
				throw new UnsupportedOperationException();
			}

			@Override
			public WriteOutcome evict(String cache, String digest) {
				return (stored.remove(digest) != null) ? WriteOutcome.DONE : WriteOutcome.ABSENT;
			}

			@Override
			public WriteOutcome evictTenant(String tenant) {
				throw new UnsupportedOperationException();
			}

			@Override
			public WriteOutcome clear(String cache) {
				stored.clear();
				return WriteOutcome.DONE;
			}

			@Override
			public WriteOutcome clearAll() {
				return clear("");
			}

			@Override
			public Set<String> names() {
				return Set.of("support");
			}

			@Override
			public CacheStats stats(String cache) {
				return new CacheStats(Map.copyOf(outcomes), Map.of(), Map.<CacheIncident, Long>of(), 0, 0, saved);
			}

			@Override
			public <T> CacheCall<T> observed(Callable<? extends @Nullable T> code) throws Exception {
				T value = code.call();
				synchronized (outcomes) {
					outcomes.merge(last.get().outcome(), 1L, Long::sum);
				}
				return last.get().withValue(value);
			}
		};
	}

}

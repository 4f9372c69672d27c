package io.llmcache.intercept;

import java.time.Duration;
import java.util.regex.Pattern;

import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCacheProperties;
import io.llmcache.LlmCacheProperties.Cache;
import io.llmcache.Sampling;
import io.llmcache.SemanticMode;
import io.llmcache.Tools;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What names, versions and properties must be like. Each refusal names the property or
 * the method and what to write instead.
 */
final class PropertyRules {

	/** Beyond it, the times in an entry would no longer fit their places. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final String PREFIX = "llm.cache.";

	private PropertyRules() {
	}

	static void check(LlmCacheProperties properties) {
		checkPolicy(properties);
		checkMachinery(properties);
		check(properties.semantic());
		properties.caches().forEach((name, cache) -> check(PREFIX + "caches." + name(name, PREFIX + "caches"), cache));
	}

	private static void checkPolicy(LlmCacheProperties properties) {
		if (properties.promptVersion() != null) {
			version(properties.promptVersion(), PREFIX + "prompt-version");
		}
		positive(properties.ttl(), PREFIX + "ttl");
		if (!(properties.ttlJitter() >= 0 && properties.ttlJitter() <= 0.5)) {
			throw new LlmCacheConfigurationException(PREFIX + "ttl-jitter",
					properties.ttlJitter() + " is not a share of the ttl", "Use a number from 0 to 0.5.");
		}
		maxAge(properties.maxAge(), properties.ttl(), PREFIX + "max-age");
		notNegative(properties.staleWhileRevalidate(), PREFIX + "stale-while-revalidate");
		notNegative(properties.staleIfError(), PREFIX + "stale-if-error");
		positive(properties.maxEntrySize(), PREFIX + "max-entry-size");
		positive(properties.maxKeyInput(), PREFIX + "max-key-input");
		if (properties.sampling() == Sampling.INHERIT) {
			throw nothingToInherit("sampling");
		}
		if (properties.tools() == Tools.INHERIT) {
			throw nothingToInherit("tools");
		}
		notNegative(properties.hot().threshold(), PREFIX + "hot.threshold");
		positive(properties.hot().window(), PREFIX + "hot.window");
		positive(properties.hot().ttl(), PREFIX + "hot.ttl");
	}

	private static void checkMachinery(LlmCacheProperties properties) {
		if (properties.prefix() != null && properties.prefix().isBlank()) {
			throw new LlmCacheConfigurationException(PREFIX + "prefix",
					"an empty prefix would not tell the keys from those of others",
					"Name the application in it, or leave it out.");
		}
		positive(properties.loadDeadline(), PREFIX + "load-deadline");
		positive(properties.operationTimeout(), PREFIX + "operation-timeout");
		positive(properties.lock().lease(), PREFIX + "lock.lease");
		notNegative(properties.lock().patience(), PREFIX + "lock.wait");
		positive(properties.refresh().threads(), PREFIX + "refresh.threads");
		notNegative(properties.refresh().queue(), PREFIX + "refresh.queue");
		notNegative(properties.refresh().backoff(), PREFIX + "refresh.backoff");
		positive(properties.breaker().probe(), PREFIX + "breaker.probe");
	}

	private static void check(LlmCacheProperties.Semantic semantic) {
		String where = PREFIX + "semantic.";
		if (semantic.mode() == SemanticMode.INHERIT) {
			throw nothingToInherit("semantic.mode");
		}
		threshold(semantic.threshold(), where + "threshold");
		positive(semantic.embedTimeout(), where + "embed-timeout");
		positive(semantic.embedThreads(), where + "embed-threads");
		positive(semantic.embedQueue(), where + "embed-queue");
		positive(semantic.mirror().maxEntries(), where + "mirror.max-entries");
		positive(semantic.mirror().rebuild(), where + "mirror.rebuild");
	}

	static void threshold(@Nullable Double threshold, String where) {
		if (threshold != null && !(threshold > 0 && threshold <= 1)) {
			throw new LlmCacheConfigurationException(where, threshold + " is no cosine above 0",
					"Use a number above 0 and up to 1, 0.97 for one; it belongs to the embedding model.");
		}
	}

	private static void positive(int number, String where) {
		if (number <= 0) {
			throw new LlmCacheConfigurationException(where, number + " is not positive", "Use a positive number.");
		}
	}

	private static void check(String where, Cache cache) {
		if (cache.promptVersion() != null) {
			version(cache.promptVersion(), where + ".prompt-version");
		}
		positive(cache.ttl(), where + ".ttl");
		positive(cache.maxAge(), where + ".max-age");
		if (cache.ttl() != null) {
			maxAge(cache.maxAge(), cache.ttl(), where + ".max-age");
		}
		notNegative(cache.staleWhileRevalidate(), where + ".stale-while-revalidate");
		notNegative(cache.staleIfError(), where + ".stale-if-error");
		positive(cache.loadDeadline(), where + ".load-deadline");
		positive(cache.maxEntrySize(), where + ".max-entry-size");
		if (cache.semantic() != null) {
			threshold(cache.semantic().threshold(), where + ".semantic.threshold");
		}
	}

	private static LlmCacheConfigurationException nothingToInherit(String property) {
		return new LlmCacheConfigurationException(PREFIX + property, "there is nothing to inherit from",
				"Name a value, or leave the property out.");
	}

	private static void maxAge(@Nullable Duration maxAge, Duration ttl, String where) {
		positive(maxAge, where);
		if (maxAge != null && maxAge.compareTo(ttl) < 0) {
			throw new LlmCacheConfigurationException(where, maxAge + " is shorter than the ttl " + ttl,
					"Set " + where + " to at least the ttl.");
		}
	}

	static void positive(@Nullable Duration duration, String where) {
		if (duration != null && duration.compareTo(Duration.ofMillis(1)) < 0) {
			throw new LlmCacheConfigurationException(where, duration + " is not positive",
					"Use a positive duration, or leave it out.");
		}
		limited(duration, where);
	}

	private static void notNegative(@Nullable Duration duration, String where) {
		if (duration != null && duration.isNegative()) {
			throw new LlmCacheConfigurationException(where, duration + " is negative",
					"Use a duration of zero or more.");
		}
		limited(duration, where);
	}

	private static void limited(@Nullable Duration duration, String where) {
		if (duration != null && duration.compareTo(LONGEST) > 0) {
			throw new LlmCacheConfigurationException(where, duration + " is more than a hundred years",
					"Use 36500d or less.");
		}
	}

	private static void notNegative(int number, String where) {
		if (number < 0) {
			throw new LlmCacheConfigurationException(where, number + " is negative", "Use a number of zero or more.");
		}
	}

	private static void positive(@Nullable DataSize size, String where) {
		if (size != null && size.toBytes() <= 0) {
			throw new LlmCacheConfigurationException(where, size + " is not positive",
					"Use a positive size, or leave it out.");
		}
	}

	/** Neither longer than can be written nor shorter than the ttl. */
	static Duration longLife(Duration life) {
		return (life.compareTo(LONGEST) < 0) ? life : LONGEST;
	}

	static String name(String name, String where) {
		if (!isName(name)) {
			throw new LlmCacheConfigurationException(where, "'" + name + "' is no name for a cache",
					"Use 1 to 64 letters, digits, dots, underscores or hyphens.");
		}
		return name;
	}

	static boolean isName(String name) {
		return NAME.matcher(name).matches();
	}

	static void version(String version, String where) {
		if (!NAME.matcher(version).matches()) {
			throw new LlmCacheConfigurationException(where, "'" + version + "' is no prompt version",
					"Use 1 to 64 letters, digits, dots, underscores or hyphens.");
		}
	}

}

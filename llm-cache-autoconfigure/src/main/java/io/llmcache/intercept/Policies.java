package io.llmcache.intercept;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.llmcache.CachePolicy;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCacheProperties;
import io.llmcache.LlmCacheProperties.Cache;
import io.llmcache.Sampling;
import io.llmcache.Tools;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Puts properties and annotations together: {@code llm.cache.caches.<name>} beats the
 * annotation, which beats {@code llm.cache.*}; prompt versions are joined. Thread-safe.
 */
public final class Policies {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final String NO_VERSION = "0";

	private static final Cache NOTHING_SET = new Cache(null, null, null, null, null, null, null, null, null, null, null,
			null, null, null);

	private static final int MAX_AGE_IN_TTLS = 7;

	private final LlmCacheProperties properties;

	/**
	 * Policies of an application.
	 * @param properties what is set; the names of its caches are checked here
	 * @throws LlmCacheConfigurationException when a value cannot work
	 */
	public Policies(LlmCacheProperties properties) {
		this.properties = properties;
		check(properties);
		properties.caches().keySet().forEach((name) -> name(name, "llm.cache.caches"));
		if (properties.promptVersion() != null) {
			version(properties.promptVersion(), "llm.cache.prompt-version");
		}
	}

	private static void check(LlmCacheProperties properties) {
		positive(properties.ttl(), "llm.cache", "ttl");
		positive(properties.loadDeadline(), "llm.cache", "load-deadline");
		positive(properties.operationTimeout(), "llm.cache", "operation-timeout");
		positive(properties.lock().lease(), "llm.cache.lock", "lease");
		positive(properties.breaker().probe(), "llm.cache.breaker", "probe");
		positive(properties.hot().window(), "llm.cache.hot", "window");
		positive(properties.hot().ttl(), "llm.cache.hot", "ttl");
		if (properties.ttlJitter() < 0 || properties.ttlJitter() > 0.5) {
			throw new LlmCacheConfigurationException("llm.cache.ttl-jitter",
					properties.ttlJitter() + " is not a share of the ttl", "Use a number from 0 to 0.5.");
		}
		if (properties.sampling() == Sampling.INHERIT || properties.tools() == Tools.INHERIT) {
			throw new LlmCacheConfigurationException("llm.cache.sampling, llm.cache.tools",
					"there is nothing to inherit from", "Name a value, or leave the property out.");
		}
	}

	CachePolicy policy(Declared declared) {
		String name = name(declared.cache(), declared.where());
		Cache cache = this.properties.caches().getOrDefault(name, NOTHING_SET);
		Map<String, String> sources = new LinkedHashMap<>();
		Choice choice = new Choice(name, cache, sources);
		String version = version(declared, cache, sources);
		Duration ttl = choice.of("ttl", cache.ttl(), duration(declared), this.properties.ttl());
		Duration maxAge = choice.of("max-age", cache.maxAge(), null, this.properties.maxAge(),
				ttl.multipliedBy(MAX_AGE_IN_TTLS));
		if (maxAge.compareTo(ttl) < 0) {
			throw new LlmCacheConfigurationException(declared.where(),
					"max-age " + maxAge + " of cache '" + name + "' is shorter than its ttl " + ttl,
					"Set llm.cache.caches." + name + ".max-age to at least the ttl.");
		}
		LlmCacheProperties.Hot hot = this.properties.hot();
		LlmCacheProperties.Lock lock = this.properties.lock();
		return new CachePolicy(name, version, positive(ttl, declared.where(), "ttl"), this.properties.ttlJitter(),
				maxAge,
				choice.of("stale-while-revalidate", cache.staleWhileRevalidate(), null,
						this.properties.staleWhileRevalidate()),
				choice.of("stale-if-error", cache.staleIfError(), null, this.properties.staleIfError()),
				new CachePolicy.Hot(hot.threshold(), hot.window(), (hot.ttl().compareTo(ttl) < 0) ? hot.ttl() : ttl),
				new CachePolicy.Lock(lock.lease(), lock.patience(), lock.onDeadline()),
				choice.of("load-deadline", cache.loadDeadline(), null, this.properties.loadDeadline()),
				choice.of("max-entry-size", cache.maxEntrySize(), null, this.properties.maxEntrySize()).toBytes(),
				choice.of("store-empty", cache.storeEmpty(), null, this.properties.storeEmpty()),
				choice.of("tenant", cache.tenant(), null, this.properties.tenant()),
				choice.of("normalise", cache.normalise(), null, this.properties.normalise()),
				choice.of("sampling", known(cache.sampling()), known(declared.sampling()), this.properties.sampling()),
				choice.of("unknown-temperature", cache.unknownTemperature(), null,
						this.properties.unknownTemperature()),
				choice.of("tools", known(cache.tools()), known(declared.tools()), this.properties.tools()),
				this.properties.maxKeyInput().toBytes(), Map.copyOf(sources));
	}

	String model(Declared declared) {
		String set = this.properties.caches().getOrDefault(declared.cache(), NOTHING_SET).model();
		return (set != null) ? set : declared.model();
	}

	/**
	 * The longest that any answer of this application lives, running loads included: how
	 * long a mark must be remembered.
	 */
	Duration longestLife() {
		Duration overall = life(NOTHING_SET);
		return this.properties.caches()
			.values()
			.stream()
			.map(this::life)
			.reduce(overall, (a, b) -> (a.compareTo(b) > 0) ? a : b);
	}

	private Duration life(Cache cache) {
		Duration ttl = first(cache.ttl(), this.properties.ttl());
		Duration maxAge = Stream.of(cache, this.properties)
			.map((level) -> (level instanceof Cache c) ? c.maxAge() : this.properties.maxAge())
			.filter((set) -> set != null)
			.findFirst()
			.orElse(ttl.multipliedBy(MAX_AGE_IN_TTLS));
		return maxAge.plus(first(cache.loadDeadline(), this.properties.loadDeadline()));
	}

	private static Duration first(@Nullable Duration first, Duration second) {
		return (first != null) ? first : second;
	}

	private String version(Declared declared, Cache cache, Map<String, String> sources) {
		Map<String, String> parts = new LinkedHashMap<>();
		put(parts, "@LlmCached", declared.promptVersion());
		put(parts, "llm.cache.caches." + declared.cache() + ".prompt-version", cache.promptVersion());
		put(parts, "llm.cache.prompt-version", this.properties.promptVersion());
		parts.forEach((source, part) -> version(part, declared.where() + ", " + source));
		sources.put("version", parts.isEmpty() ? "default" : String.join(" + ", parts.keySet()));
		return parts.isEmpty() ? NO_VERSION : parts.values().stream().collect(Collectors.joining("+"));
	}

	private static void put(Map<String, String> parts, String source, @Nullable String part) {
		if (part != null && !part.isEmpty()) {
			parts.put(source, part);
		}
	}

	private static @Nullable Duration duration(Declared declared) {
		if (declared.ttl().isEmpty()) {
			return null;
		}
		try {
			return DurationStyle.detectAndParse(declared.ttl());
		}
		catch (IllegalArgumentException ex) {
			throw new LlmCacheConfigurationException(declared.where(),
					"ttl = \"" + declared.ttl() + "\" is no duration", "Write it like 30m, 6h or PT24H.");
		}
	}

	private static Duration positive(Duration duration, String where, String name) {
		if (duration.toMillis() <= 0) {
			throw new LlmCacheConfigurationException(where, name + " " + duration + " is not positive",
					"Use a positive duration, or leave the annotation out.");
		}
		return duration;
	}

	static String name(String name, String where) {
		if (!NAME.matcher(name).matches()) {
			throw new LlmCacheConfigurationException(where, "'" + name + "' is no name for a cache",
					"Use 1 to 64 letters, digits, dots, underscores or hyphens.");
		}
		return name;
	}

	private static void version(String version, String where) {
		if (!NAME.matcher(version).matches()) {
			throw new LlmCacheConfigurationException(where, "'" + version + "' is no prompt version",
					"Use 1 to 64 letters, digits, dots, underscores or hyphens.");
		}
	}

	private static @Nullable Sampling known(@Nullable Sampling sampling) {
		return (sampling == Sampling.INHERIT) ? null : sampling;
	}

	private static @Nullable Tools known(@Nullable Tools tools) {
		return (tools == Tools.INHERIT) ? null : tools;
	}

	/** One value in force and where it comes from. */
	private record Choice(String name, Cache cache, Map<String, String> sources) {

		<T> T of(String property, @Nullable T ofCache, @Nullable T ofAnnotation, T overall) {
			return of(property, ofCache, ofAnnotation, overall, overall);
		}

		<T> T of(String property, @Nullable T ofCache, @Nullable T ofAnnotation, @Nullable T overall, T otherwise) {
			if (ofCache != null) {
				this.sources.put(property, "llm.cache.caches." + this.name + "." + property);
				return ofCache;
			}
			if (ofAnnotation != null) {
				this.sources.put(property, "@LlmCached");
				return ofAnnotation;
			}
			this.sources.put(property, (overall != null) ? "llm.cache." + property : "default");
			return (overall != null) ? overall : otherwise;
		}

	}

}

package io.llmcache.intercept;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.llmcache.CachePolicy;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCacheProperties;
import io.llmcache.LlmCacheProperties.Cache;
import io.llmcache.LlmCacheProperties.CacheSemantic;
import io.llmcache.Sampling;
import io.llmcache.SemanticMode;
import io.llmcache.Tools;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Puts properties and annotations together: {@code llm.cache.caches.<name>} beats the
 * annotation, which beats {@code llm.cache.*}; prompt versions are joined. Thread-safe.
 */
public final class Policies {

	private static final Pattern DASH = Pattern.compile("-(.)");

	private static final String NO_VERSION = "0";

	private static final Cache NOTHING_SET = new Cache(null, null, null, null, null, null, null, null, null, null, null,
			null, null, null, null);

	private static final CacheSemantic NOTHING_SEMANTIC = new CacheSemantic(null, null, null, null);

	private static final int MAX_AGE_IN_TTLS = 7;

	private final LlmCacheProperties properties;

	/**
	 * Policies of an application.
	 * @param properties what is set; the names of its caches are checked here
	 * @throws LlmCacheConfigurationException when a value cannot work
	 */
	public Policies(LlmCacheProperties properties) {
		PropertyRules.check(properties);
		this.properties = properties;
	}

	CachePolicy policy(Declared declared) {
		String name = PropertyRules.name(declared.cache(), declared.where());
		Cache cache = this.properties.caches().getOrDefault(name, NOTHING_SET);
		Map<String, String> sources = new TreeMap<>();
		Choice choice = new Choice(name, sources);
		String version = version(declared, cache, sources);
		Duration ttl = choice.of("ttl", cache.ttl(), duration(declared), this.properties.ttl());
		LlmCacheProperties.Hot hot = this.properties.hot();
		LlmCacheProperties.Lock lock = this.properties.lock();
		return new CachePolicy(name, version, ttl, choice.of("ttl-jitter", this.properties.ttlJitter()),
				maxAge(declared, cache, ttl, choice),
				choice.of("stale-while-revalidate", cache.staleWhileRevalidate(), null,
						this.properties.staleWhileRevalidate()),
				choice.of("stale-if-error", cache.staleIfError(), null, this.properties.staleIfError()),
				choice.of("hot",
						new CachePolicy.Hot(hot.threshold(), hot.window(),
								(hot.ttl().compareTo(ttl) < 0) ? hot.ttl() : ttl)),
				choice.of("lock", new CachePolicy.Lock(lock.lease(), lock.patience(), lock.onDeadline())),
				choice.of("load-deadline", cache.loadDeadline(), null, this.properties.loadDeadline()),
				choice.of("max-entry-size", cache.maxEntrySize(), null, this.properties.maxEntrySize()).toBytes(),
				choice.of("store-empty", cache.storeEmpty(), null, this.properties.storeEmpty()),
				choice.of("tenant", cache.tenant(), null, this.properties.tenant()),
				choice.of("normalise", cache.normalise(), null, this.properties.normalise()),
				choice.of("sampling", known(cache.sampling()), known(declared.sampling()), this.properties.sampling()),
				choice.of("unknown-temperature", cache.unknownTemperature(), null,
						this.properties.unknownTemperature()),
				choice.of("tools", known(cache.tools()), known(declared.tools()), this.properties.tools()),
				choice.of("max-key-input", this.properties.maxKeyInput()).toBytes(), semantic(declared, cache, choice),
				Map.copyOf(sources));
	}

	private CachePolicy.Semantic semantic(Declared declared, Cache cache, Choice choice) {
		CacheSemantic ofCache = (cache.semantic() != null) ? cache.semantic() : NOTHING_SEMANTIC;
		CacheRequest.Semantic ofAnnotation = declared.semantic();
		LlmCacheProperties.Semantic overall = this.properties.semantic();
		SemanticMode mode = choice.of("semantic.mode", known(ofCache.mode()), known(ofAnnotation.mode()),
				overall.mode());
		Double threshold = (ofCache.threshold() != null) ? ofCache.threshold()
				: (ofAnnotation.threshold() != null) ? ofAnnotation.threshold() : overall.threshold();
		choice.of("semantic.threshold", ofCache.threshold(), ofAnnotation.threshold(), overall.threshold(), 0.0);
		PropertyRules.threshold(threshold, declared.where() + ", threshold");
		return new CachePolicy.Semantic(mode, threshold,
				Set.copyOf(choice.of("semantic.without-guards", ofCache.withoutGuards(),
						ofAnnotation.withoutGuards().isEmpty() ? null : ofAnnotation.withoutGuards(),
						overall.withoutGuards())),
				choice.of("semantic.question-key", ofCache.questionKey(), null, overall.questionKey()));
	}

	private Duration maxAge(Declared declared, Cache cache, Duration ttl, Choice choice) {
		Duration maxAge = choice.of("max-age", cache.maxAge(), null, this.properties.maxAge(),
				PropertyRules.longLife(ttl.multipliedBy(MAX_AGE_IN_TTLS)));
		if (maxAge.compareTo(ttl) < 0) {
			throw new LlmCacheConfigurationException(declared.where(),
					"max-age " + maxAge + " of cache '" + declared.cache() + "' is shorter than its ttl " + ttl,
					"Set llm.cache.caches." + declared.cache() + ".max-age to at least the ttl.");
		}
		return maxAge;
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
			.orElse(PropertyRules.longLife(ttl.multipliedBy(MAX_AGE_IN_TTLS)));
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
		parts.forEach((source, part) -> PropertyRules.version(part, declared.where() + ", " + source));
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
		Duration ttl;
		try {
			ttl = DurationStyle.detectAndParse(declared.ttl());
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new LlmCacheConfigurationException(declared.where(),
					"ttl = \"" + declared.ttl() + "\" is no duration", "Write it like 30m, 6h or PT24H.");
		}
		PropertyRules.positive(ttl, declared.where() + ", ttl");
		return ttl;
	}

	private static @Nullable Sampling known(@Nullable Sampling sampling) {
		return (sampling == Sampling.INHERIT) ? null : sampling;
	}

	private static @Nullable Tools known(@Nullable Tools tools) {
		return (tools == Tools.INHERIT) ? null : tools;
	}

	private static @Nullable SemanticMode known(@Nullable SemanticMode mode) {
		return (mode == SemanticMode.INHERIT) ? null : mode;
	}

	/** One value in force and where it comes from. */
	private record Choice(String name, Map<String, String> sources) {

		<T> T of(String property, T overall) {
			return of(property, null, null, overall, overall);
		}

		<T> T of(String property, @Nullable T ofCache, @Nullable T ofAnnotation, T overall) {
			return of(property, ofCache, ofAnnotation, overall, overall);
		}

		<T> T of(String property, @Nullable T ofCache, @Nullable T ofAnnotation, @Nullable T overall, T otherwise) {
			if (ofCache != null) {
				this.sources.put(component(property), "llm.cache.caches." + this.name + "." + property);
				return ofCache;
			}
			if (ofAnnotation != null) {
				this.sources.put(component(property), "@LlmCached");
				return ofAnnotation;
			}
			this.sources.put(component(property), (overall != null) ? "llm.cache." + property : "default");
			return (overall != null) ? overall : otherwise;
		}

		/** What the property is called in {@link CachePolicy}. */
		private static String component(String property) {
			return switch (property) {
				case "max-entry-size" -> "maxEntryBytes";
				case "max-key-input" -> "maxKeyBytes";
				default -> DASH.matcher(property).replaceAll((dash) -> dash.group(1).toUpperCase(Locale.ROOT));
			};
		}

	}

}

package io.llmcache.intercept;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import io.llmcache.CacheRequest;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCached;
import io.llmcache.Sampling;
import io.llmcache.SemanticMode;
import io.llmcache.Tools;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringValueResolver;

/**
 * What an annotation or a request says, placeholders resolved, nothing inherited yet.
 *
 * @param where the annotated method, for messages
 * @param cache the cache; never empty
 */
record Declared(String where, String cache, String promptVersion, String model, String operation, String ttl,
		String key, String condition, String unless, String tenant, Sampling sampling, Tools tools,
		CacheRequest.Semantic semantic) {

	static final String DEFAULT_CACHE = "default";

	private static final CacheRequest.Semantic NOTHING_SEMANTIC = new CacheRequest.Semantic(SemanticMode.INHERIT, null,
			Set.of());

	static Declared of(LlmCached annotation, String where, StringValueResolver placeholders) {
		return new Declared(where, cache(annotation.cache(), where, placeholders),
				resolve(annotation.promptVersion(), where, placeholders),
				resolve(annotation.model(), where, placeholders), resolve(annotation.operation(), where, placeholders),
				resolve(annotation.ttl(), where, placeholders), resolve(annotation.key(), where, placeholders),
				resolve(annotation.condition(), where, placeholders), resolve(annotation.unless(), where, placeholders),
				resolve(annotation.tenant(), where, placeholders), annotation.sampling(), annotation.tools(),
				new CacheRequest.Semantic(annotation.semantic(),
						Double.isNaN(annotation.threshold()) ? null : annotation.threshold(),
						Arrays.stream(annotation.withoutGuards())
							.map((guard) -> resolve(guard, where, placeholders))
							.collect(Collectors.toSet())));
	}

	static Declared of(CacheRequest<?> request) {
		Duration ttl = request.ttl();
		CacheRequest.Semantic semantic = request.semantic();
		return new Declared("CacheRequest", request.cache(), request.promptVersion(), "", request.operation(),
				(ttl != null) ? ttl.toString() : "", "", "", "", "", Sampling.INHERIT, Tools.INHERIT,
				(semantic != null) ? semantic : NOTHING_SEMANTIC);
	}

	static String cache(String name, String where, StringValueResolver placeholders) {
		String resolved = resolve(name, where, placeholders);
		return resolved.isEmpty() ? DEFAULT_CACHE : resolved;
	}

	/**
	 * An attribute without its placeholders.
	 * @throws LlmCacheConfigurationException when there is no such property
	 */
	static String resolve(String text, String where, StringValueResolver placeholders) {
		try {
			@Nullable String resolved = placeholders.resolveStringValue(text);
			return (resolved != null) ? resolved.trim() : "";
		}
		catch (IllegalArgumentException ex) {
			throw new LlmCacheConfigurationException(where, "\"" + text + "\" names a property that is not set",
					"Set it, or say what holds without it: ${name:default}.");
		}
	}

}

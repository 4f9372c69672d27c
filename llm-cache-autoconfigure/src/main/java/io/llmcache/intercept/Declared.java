package io.llmcache.intercept;

import java.time.Duration;

import io.llmcache.CacheRequest;
import io.llmcache.LlmCached;
import io.llmcache.Sampling;
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
		String key, String condition, String unless, String tenant, Sampling sampling, Tools tools) {

	static final String DEFAULT_CACHE = "default";

	static Declared of(LlmCached annotation, String where, StringValueResolver placeholders) {
		return new Declared(where, cache(annotation.cache(), placeholders),
				resolve(annotation.promptVersion(), placeholders), resolve(annotation.model(), placeholders),
				resolve(annotation.operation(), placeholders), resolve(annotation.ttl(), placeholders),
				resolve(annotation.key(), placeholders), resolve(annotation.condition(), placeholders),
				resolve(annotation.unless(), placeholders), resolve(annotation.tenant(), placeholders),
				annotation.sampling(), annotation.tools());
	}

	static Declared of(CacheRequest<?> request) {
		Duration ttl = request.ttl();
		return new Declared("CacheRequest", request.cache(), request.promptVersion(), "", request.operation(),
				(ttl != null) ? ttl.toString() : "", "", "", "", "", Sampling.INHERIT, Tools.INHERIT);
	}

	static String cache(String name, StringValueResolver placeholders) {
		String resolved = resolve(name, placeholders);
		return resolved.isEmpty() ? DEFAULT_CACHE : resolved;
	}

	static String resolve(String text, StringValueResolver placeholders) {
		@Nullable String resolved = placeholders.resolveStringValue(text);
		return (resolved != null) ? resolved.trim() : "";
	}

}

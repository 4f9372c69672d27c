package io.llmcache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A request for {@link LlmCaches}, for callers that cannot or do not want to annotate a
 * method. Immutable: every {@code with…} method returns a new one.
 *
 * @param <T> the type of the answer
 * @param cache the cache; {@code [A-Za-z0-9._-]{1,64}}
 * @param operation what is done, so that two uses of a cache do not mix; not blank
 * @param valueType the type of the answer, a class or a parameterised type
 * @param prompt the text that the user asks
 * @param arguments what else the answer depends on, by name: model, temperature, …; an
 * argument named {@code temperature} passes the sampling gate like a parameter of that
 * name
 * @param tenant the tenant, or null
 * @param promptVersion as in {@link LlmCached#promptVersion()}; empty for none
 * @param ttl as in {@link LlmCached#ttl()}; null for the cache's own
 * @param semantic what to do with the same question in other words; null for the cache's
 * own
 */
public record CacheRequest<T>(String cache, String operation, Type valueType, String prompt,
		Map<String, @Nullable Object> arguments, @Nullable String tenant, String promptVersion, @Nullable Duration ttl,
		@Nullable Semantic semantic) {

	public CacheRequest {
		// Not Map.copyOf: it refuses null values, and a null argument is one.
		arguments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
	}

	/**
	 * A request with nothing but its prompt.
	 * @param cache the cache
	 * @param operation what is done
	 * @param valueType the type of the answer
	 * @param prompt the text that the user asks
	 * @param <T> the type of the answer
	 */
	public static <T> CacheRequest<T> of(String cache, String operation, Class<T> valueType, String prompt) {
		return new CacheRequest<>(cache, operation, valueType, prompt, Map.of(), null, "", null, null);
	}

	/**
	 * This request with one more thing that the answer depends on.
	 * @param name its name
	 * @param value its value, of a type that {@link LlmCached} methods may have as a
	 * parameter
	 */
	public CacheRequest<T> with(String name, @Nullable Object value) {
		Map<String, @Nullable Object> arguments = new LinkedHashMap<>(this.arguments);
		arguments.put(name, value);
		return new CacheRequest<>(this.cache, this.operation, this.valueType, this.prompt, arguments, this.tenant,
				this.promptVersion, this.ttl, this.semantic);
	}

	/**
	 * This request on behalf of a tenant.
	 * @param tenant the tenant
	 */
	public CacheRequest<T> withTenant(String tenant) {
		return new CacheRequest<>(this.cache, this.operation, this.valueType, this.prompt, this.arguments, tenant,
				this.promptVersion, this.ttl, this.semantic);
	}

	/**
	 * This request under a version of the prompt.
	 * @param promptVersion the version
	 */
	public CacheRequest<T> withPromptVersion(String promptVersion) {
		return new CacheRequest<>(this.cache, this.operation, this.valueType, this.prompt, this.arguments, this.tenant,
				promptVersion, this.ttl, this.semantic);
	}

	/**
	 * This request with a fresh life of its own.
	 * @param ttl how long the answer is fresh
	 */
	public CacheRequest<T> withTtl(Duration ttl) {
		return new CacheRequest<>(this.cache, this.operation, this.valueType, this.prompt, this.arguments, this.tenant,
				this.promptVersion, ttl, this.semantic);
	}

	/**
	 * This request with settings of its own for the same question in other words.
	 * @param semantic the settings
	 */
	public CacheRequest<T> withSemantic(Semantic semantic) {
		return new CacheRequest<>(this.cache, this.operation, this.valueType, this.prompt, this.arguments, this.tenant,
				this.promptVersion, this.ttl, semantic);
	}

	/**
	 * What to do with the same question in other words, for one request.
	 *
	 * @param mode as in {@link LlmCached#semantic()}
	 * @param threshold as in {@link LlmCached#threshold()}; null for that of the cache
	 * @param withoutGuards as in {@link LlmCached#withoutGuards()}
	 */
	public record Semantic(SemanticMode mode, @Nullable Double threshold, Set<String> withoutGuards) {

		public Semantic {
			withoutGuards = Set.copyOf(withoutGuards);
		}

	}

	/** Names the cache and the operation only: requests end up in logs. */
	@Override
	public String toString() {
		return "CacheRequest[" + this.cache + ", " + this.operation + "]";
	}

}

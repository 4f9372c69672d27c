package io.llmcache.key;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.llmcache.LlmCacheConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link ScopeContributor}s know of an operation.
 *
 * @param names the names of the facts, sorted
 * @param digest the facts
 */
record Ambient(List<String> names, Digest digest) {

	/**
	 * Asks the contributors.
	 * @param method the method; null for requests without one
	 */
	static Ambient of(List<ScopeContributor> contributors, @Nullable Method method, Class<?> userClass,
			Digester digester, Forms forms) {
		Map<String, @Nullable Object> facts = new TreeMap<>();
		for (ScopeContributor contributor : contributors) {
			Map<String, @Nullable Object> own = new TreeMap<>(contributor.facts());
			if (method != null) {
				own.putAll(contributor.facts(method, userClass));
			}
			own.forEach((name, value) -> {
				if (facts.containsKey(name)) {
					throw wrong(contributor, "adds the fact '" + name + "' of another one", "Name it otherwise.");
				}
				facts.put(name, value);
			});
		}
		Feed feed = digester.feed(Tag.PART, Long.MAX_VALUE, 256);
		Encoding encoding = new Encoding(digester, forms, feed);
		facts.forEach((name, value) -> {
			feed.text(name);
			try {
				encoding.write(value);
			}
			catch (Unkeyable ex) {
				throw new LlmCacheConfigurationException("Scope fact '" + name + "'", ex.getMessage(),
						"Let its ScopeContributor tell text, numbers, or lists and maps of them.");
			}
		});
		return new Ambient(List.copyOf(facts.keySet()), feed.finish());
	}

	private static LlmCacheConfigurationException wrong(ScopeContributor contributor, String problem, String remedy) {
		return new LlmCacheConfigurationException(contributor.getClass().getName(), problem, remedy);
	}

	/**
	 * The name of the fact that tells the model; null when there is none.
	 */
	@Nullable String model() {
		return this.names.stream()
			.filter((name) -> name.equals("model") || name.endsWith(".model"))
			.findFirst()
			.orElse(null);
	}

}

package io.llmcache.key;

import java.lang.reflect.Method;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Tells what the arguments of a call do not show but its answer depends on: the model
 * behind a method, its default options, the system prompt of its client.
 * <p>
 * Asked once per operation when the operation is set up, never during a call: the facts
 * cost a hit nothing, and must not change while the application runs. Facts are only ever
 * written as digests; their names are shown.
 */
public interface ScopeContributor {

	/**
	 * What is known of the model that answers a method.
	 * @param method the method as declared by the class
	 * @param userClass the class of the bean, not a proxy
	 * @return value by name ({@code spring-ai.model}); the values of types that
	 * parameters may have. Empty when nothing is known. Names must not collide with those
	 * of another contributor
	 */
	Map<String, ? extends @Nullable Object> facts(Method method, Class<?> userClass);

	/**
	 * What holds for every request of this application, also for one without a method.
	 */
	default Map<String, ? extends @Nullable Object> facts() {
		return Map.of();
	}

}

package io.llmcache.benchmarks;

import java.util.function.Function;

/**
 * One thing for each of the three that are compared.
 *
 * @param get of the bare round trip
 * @param hit of our hit
 * @param cacheable of the hit of Spring's cache abstraction
 * @param <T> what there is of each
 */
record Contenders<T>(T get, T hit, T cacheable) {

	<R> Contenders<R> map(Function<T, R> mapping) {
		return new Contenders<>(mapping.apply(this.get), mapping.apply(this.hit), mapping.apply(this.cacheable));
	}

}

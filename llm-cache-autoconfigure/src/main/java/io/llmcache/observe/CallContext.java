package io.llmcache.observe;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import io.llmcache.CacheCall;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A call under observation. Holds its key values the way they are read, in one sorted
 * piece: the map of the super class is sorted anew for every meter, which cost a hit more
 * than its digest.
 */
public final class CallContext extends Observation.Context {

	private final String cache;

	private final String operation;

	private @Nullable CacheCall<?> call;

	private volatile KeyValues lowCardinality = KeyValues.empty();

	CallContext(String cache, String operation) {
		this.cache = cache;
		this.operation = operation;
	}

	/**
	 * Name of the cache.
	 */
	public String cache() {
		return this.cache;
	}

	/**
	 * Name of the operation.
	 */
	public String operation() {
		return this.operation;
	}

	/**
	 * What became of it; null while it runs and when it failed. The value in it is not to
	 * be written anywhere.
	 */
	public @Nullable CacheCall<?> call() {
		return this.call;
	}

	void end(CacheCall<?> call) {
		this.call = call;
	}

	@Override
	public CallContext addLowCardinalityKeyValue(KeyValue keyValue) {
		this.lowCardinality = this.lowCardinality.and(keyValue);
		return this;
	}

	@Override
	public CallContext addLowCardinalityKeyValues(KeyValues keyValues) {
		this.lowCardinality = this.lowCardinality.and(keyValues);
		return this;
	}

	@Override
	public CallContext removeLowCardinalityKeyValue(String name) {
		return removeLowCardinalityKeyValues(name);
	}

	@Override
	public CallContext removeLowCardinalityKeyValues(String... names) {
		Set<String> unwanted = new HashSet<>(Arrays.asList(names));
		this.lowCardinality = KeyValues
			.of(this.lowCardinality.stream().filter((keyValue) -> !unwanted.contains(keyValue.getKey())).toList());
		return this;
	}

	@Override
	public @Nullable KeyValue getLowCardinalityKeyValue(String name) {
		return this.lowCardinality.stream()
			.filter((keyValue) -> keyValue.getKey().equals(name))
			.findFirst()
			.orElse(null);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues() {
		return this.lowCardinality;
	}

}

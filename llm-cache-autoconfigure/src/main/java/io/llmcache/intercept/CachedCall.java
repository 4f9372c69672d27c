package io.llmcache.intercept;

import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.llmcache.CachePolicy;
import io.llmcache.codec.ResponseCodec;
import io.llmcache.key.Keyed;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the cache. Immutable; used by one caller, and by one
 * refresh beside it.
 */
public final class CachedCall {

	private final CachePolicy policy;

	private final String operation;

	private final ResponseCodec codec;

	private final Supplier<Keyed> keying;

	private final Loader loader;

	private final Predicate<@Nullable Object> unwanted;

	CachedCall(CachePolicy policy, String operation, ResponseCodec codec, Supplier<Keyed> keying, Loader loader,
			Predicate<@Nullable Object> unwanted) {
		this.policy = policy;
		this.operation = operation;
		this.codec = codec;
		this.keying = keying;
		this.loader = loader;
		this.unwanted = unwanted;
	}

	/**
	 * This call with what the method returns turned into the value that is stored.
	 * @param content from what the method returns to the value
	 */
	CachedCall mapped(UnaryOperator<@Nullable Object> content) {
		return new CachedCall(this.policy, this.operation, this.codec, this.keying,
				() -> content.apply(this.loader.load()), this.unwanted);
	}

	CachePolicy policy() {
		return this.policy;
	}

	String operation() {
		return this.operation;
	}

	ResponseCodec codec() {
		return this.codec;
	}

	/** The key of the arguments as they are now. */
	Keyed key() {
		return this.keying.get();
	}

	/** Calls the model. */
	@Nullable Object load() throws Throwable {
		return this.loader.load();
	}

	/** Whether {@code unless} speaks against storing the value. */
	boolean isUnwanted(@Nullable Object value) {
		return this.unwanted.test(value);
	}

	/**
	 * Calls the model. May be called more than once, each time anew.
	 */
	@FunctionalInterface
	interface Loader {

		@Nullable Object load() throws Throwable;

	}

}

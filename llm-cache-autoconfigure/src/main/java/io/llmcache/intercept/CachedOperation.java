package io.llmcache.intercept;

import java.util.concurrent.atomic.AtomicBoolean;

import io.llmcache.BypassReason;
import io.llmcache.CachePolicy;
import io.llmcache.codec.ResponseCodec;
import io.llmcache.key.Given;
import io.llmcache.key.KeyDescription;
import io.llmcache.key.Keyed;
import io.llmcache.key.OperationKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * What is known of an annotated method once and for all. Immutable.
 */
public final class CachedOperation {

	private static final Logger logger = LoggerFactory.getLogger(CachedOperation.class);

	private final CachePolicy policy;

	private final OperationKeys keys;

	private final ResponseCodec codec;

	private final ReturnAdapter adapter;

	private final Expressions expressions;

	private final AtomicBoolean unlessFailed = new AtomicBoolean();

	CachedOperation(CachePolicy policy, OperationKeys keys, ResponseCodec codec, ReturnAdapter adapter,
			Expressions expressions) {
		this.policy = policy;
		this.keys = keys;
		this.codec = codec;
		this.adapter = adapter;
		this.expressions = expressions;
	}

	@Nullable Object call(ProxyMethodInvocation invocation) throws Throwable {
		@Nullable Object[] arguments = invocation.getArguments();
		// A fresh clone each time: a second proceed() would skip the interceptors behind.
		return this.adapter.call(new CachedCall(this.policy, this.keys.operation(), this.codec, () -> key(arguments),
				() -> invocation.invocableClone().proceed(), (value) -> isUnwanted(arguments, value)));
	}

	private Keyed key(@Nullable Object[] arguments) {
		if (this.expressions.isNone()) {
			return this.keys.key(arguments, Given.NOTHING);
		}
		try {
			if (this.expressions.condition() != null && !this.expressions.condition().test(arguments)) {
				return new Keyed.None(BypassReason.CONDITION, "");
			}
			return this.keys.key(arguments, this.expressions.given(arguments));
		}
		catch (RuntimeException ex) {
			// Not its message: it may quote arguments.
			return new Keyed.None(BypassReason.EXPRESSION, this.keys.operation()
					+ ": an expression of the annotation failed with " + ex.getClass().getSimpleName() + ".");
		}
	}

	/** When it cannot be told, the answer may still be shared with those who wait. */
	private boolean isUnwanted(@Nullable Object[] arguments, @Nullable Object value) {
		if (this.expressions.unless() == null) {
			return false;
		}
		try {
			return this.expressions.unless().test(arguments, value);
		}
		catch (RuntimeException ex) {
			if (this.unlessFailed.compareAndSet(false, true)) {
				logger.warn("{}: unless failed with {}, so the answer is not stored. Further ones are only counted.",
						this.keys.operation(), ex.getClass().getSimpleName());
			}
			return true;
		}
	}

	/**
	 * What is in force.
	 */
	public CachePolicy policy() {
		return this.policy;
	}

	OperationKeys keys() {
		return this.keys;
	}

	/**
	 * What is in the key and what is not.
	 */
	public KeyDescription description() {
		return this.keys.describe();
	}

	/**
	 * The expressions of an annotation.
	 */
	record Expressions(@Nullable MethodExpression key, @Nullable MethodExpression tenant,
			@Nullable MethodExpression condition, @Nullable MethodExpression unless) {

		boolean isNone() {
			return this.key == null && this.tenant == null && this.condition == null;
		}

		Given given(@Nullable Object[] arguments) {
			if (this.key == null && this.tenant == null) {
				return Given.NOTHING;
			}
			return new Given((this.key != null) ? this.key.value(arguments) : null,
					(this.tenant != null) ? this.tenant.value(arguments) : null);
		}

	}

}

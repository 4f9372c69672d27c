package io.llmcache.intercept;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

/**
 * Hands annotated calls to the cache. Decides nothing.
 */
final class LlmCacheInterceptor implements MethodInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(LlmCacheInterceptor.class);

	private final SingletonSupplier<Operations> operations;

	private final Supplier<Eraser> eraser;

	/** Suppliers, because advisors are created before what they work with. */
	LlmCacheInterceptor(Supplier<Operations> operations, Supplier<Eraser> eraser) {
		this.operations = SingletonSupplier.of(operations);
		this.eraser = SingletonSupplier.of(eraser);
	}

	/** Finds what it works with: else the first caller would wait for the search. */
	void prepare() {
		this.operations.obtain();
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Assert.state(target != null, "A cached method has a target");
		Method method = invocation.getMethod();
		Class<?> userClass = AopUtils.getTargetClass(target);
		Operations operations = this.operations.obtain();
		CachedOperation cached = operations.cached(method, userClass);
		if (cached != null) {
			return cached.call((ProxyMethodInvocation) invocation);
		}
		EvictOperation evicting = operations.evicting(method, userClass);
		@Nullable Object result = invocation.proceed();
		if (evicting != null) {
			evict(evicting, invocation);
		}
		return result;
	}

	/** What the method has done stands, whatever becomes of the eviction. */
	private void evict(EvictOperation evicting, MethodInvocation invocation) {
		try {
			evicting.evict(invocation.getArguments(), this.eraser.get());
		}
		catch (RuntimeException ex) {
			logger.warn("{} evicted nothing: {}", invocation.getMethod(), ex.getClass().getName());
		}
	}

}

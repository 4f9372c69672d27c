package io.llmcache.intercept;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Puts the cache before annotated methods: inside method security, so that a denied
 * caller never gets a hit; outside transactions and retries, so that a hit opens none.
 */
public final class LlmCacheAdvisor extends DefaultPointcutAdvisor implements SmartInitializingSingleton {

	private static final long serialVersionUID = 1L;

	/** Before everything that asks for the lowest precedence. */
	public static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1000;

	private final transient LlmCacheInterceptor interceptor;

	/**
	 * An advisor that creates nothing early.
	 * @param operations what annotated methods do
	 * @param eraser removes answers
	 */
	public LlmCacheAdvisor(Supplier<Operations> operations, Supplier<Eraser> eraser) {
		this(new LlmCacheInterceptor(operations, eraser));
	}

	private LlmCacheAdvisor(LlmCacheInterceptor interceptor) {
		super(new AnnotatedMethods(), interceptor);
		this.interceptor = interceptor;
		setOrder(ORDER);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.interceptor.prepare();
	}

	/** Methods with one of our annotations, wherever it stands. */
	private static final class AnnotatedMethods extends StaticMethodMatcherPointcut {

		AnnotatedMethods() {
			setClassFilter(Annotations::mayHaveOurs);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			Class<?> userClass = ClassUtils.getUserClass(targetClass);
			return Annotations.cached(method, userClass) != null || Annotations.evict(method, userClass) != null;
		}

	}

}

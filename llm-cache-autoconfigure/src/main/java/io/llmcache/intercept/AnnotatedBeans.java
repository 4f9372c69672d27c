package io.llmcache.intercept;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;

/**
 * Finds annotated methods as their beans are created, so that what cannot work stops the
 * start rather than the first call. Cached operations are made before evicting ones,
 * which refer to them.
 */
public final class AnnotatedBeans implements BeanPostProcessor, SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(AnnotatedBeans.class);

	private final Supplier<Operations> operations;

	private final Map<Class<?>, Set<Method>> found = new ConcurrentHashMap<>();

	private volatile boolean started;

	/**
	 * A finder that creates nothing early.
	 * @param operations makes operations of what is found
	 */
	public AnnotatedBeans(Supplier<Operations> operations) {
		this.operations = operations;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		look(ClassUtils.getUserClass(bean));
		return bean;
	}

	/** Products of factory beans come by here only. */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		look(ClassUtils.getUserClass(AopUtils.getTargetClass(bean)));
		return bean;
	}

	private void look(Class<?> userClass) {
		if (this.found.containsKey(userClass)) {
			return;
		}
		Set<Method> methods = MethodIntrospector.selectMethods(userClass,
				(Method method) -> Annotations.cached(method, userClass) != null
						|| Annotations.evict(method, userClass) != null);
		if (this.found.putIfAbsent(userClass, methods) != null || methods.isEmpty()) {
			return;
		}
		methods.stream()
			.filter((method) -> Annotations.isOnMethod(method, userClass))
			.forEach((method) -> Annotations.requireInterceptable(method, userClass));
		SelfInvocations.of(userClass, methods)
			.forEach((call) -> logger.warn("{}: a call within the class does not go through the cache. "
					+ "Move one of the methods to another bean, or use LlmCaches.call.", call));
		if (this.started) {
			make(userClass, methods);
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.started = true;
		this.found.forEach(
				(userClass, methods) -> methods.forEach((method) -> this.operations.get().cached(method, userClass)));
		this.found.forEach(
				(userClass, methods) -> methods.forEach((method) -> this.operations.get().evicting(method, userClass)));
	}

	private void make(Class<?> userClass, Set<Method> methods) {
		methods.forEach((method) -> this.operations.get().cached(method, userClass));
		methods.forEach((method) -> this.operations.get().evicting(method, userClass));
	}

}

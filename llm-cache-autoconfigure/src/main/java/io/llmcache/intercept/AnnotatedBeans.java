package io.llmcache.intercept;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.llmcache.LlmCacheConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.autoproxy.AbstractAdvisorAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;

/**
 * Finds annotated methods, so that what cannot work stops the start rather than the first
 * call: as their beans are created, and of those still to be created from what is known
 * of their types. Cached operations are made before evicting ones, which refer to them.
 */
public final class AnnotatedBeans implements BeanPostProcessor, SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(AnnotatedBeans.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Supplier<Operations> operations;

	private final Map<Class<?>, Set<Method>> found = new ConcurrentHashMap<>();

	private final Map<Class<?>, String> beansByOwner = new ConcurrentHashMap<>();

	private final Set<Class<?>> shared = ConcurrentHashMap.newKeySet();

	private volatile boolean started;

	/**
	 * A finder that creates nothing early.
	 * @param beanFactory knows the beans that are not created yet
	 * @param operations makes operations of what is found
	 */
	public AnnotatedBeans(ConfigurableListableBeanFactory beanFactory, Supplier<Operations> operations) {
		this.beanFactory = beanFactory;
		this.operations = operations;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		look(ClassUtils.getUserClass(bean), beanName);
		return bean;
	}

	/** Products of factory beans come by here only. */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		look(ClassUtils.getUserClass(AopUtils.getTargetClass(bean)), beanName);
		return bean;
	}

	private void look(Class<?> userClass, @Nullable String beanName) {
		Set<Method> known = this.found.get(userClass);
		Set<Method> methods = (known != null) ? known : annotated(userClass);
		if (beanName != null && !methods.isEmpty()) {
			noteSharing(methods.iterator().next(), userClass, beanName);
		}
		if (known != null || this.found.putIfAbsent(userClass, methods) != null || methods.isEmpty()) {
			return;
		}
		methods.stream()
			.filter((method) -> Annotations.isOnMethod(method, userClass))
			.map((method) -> Annotations.specific(method, userClass))
			.forEach((method) -> Annotations.requireInterceptable(method, Annotations.owner(method, userClass)));
		SelfInvocations.of(userClass, methods)
			.forEach((call) -> logger.warn("{}: a call within the class does not go through the cache. "
					+ "Move one of the methods to another bean, or use LlmCaches.call.", call));
		if (this.started) {
			methods.forEach((method) -> this.operations.get().cached(method, userClass));
			methods.forEach((method) -> this.operations.get().evicting(method, userClass));
		}
	}

	private static Set<Method> annotated(Class<?> userClass) {
		if (!Annotations.mayHaveOurs(userClass)) {
			return Set.of();
		}
		return MethodIntrospector.selectMethods(userClass,
				(Method method) -> Annotations.cached(method, userClass) != null
						|| Annotations.evict(method, userClass) != null);
	}

	/**
	 * Two beans of a class may well talk to two models: nothing in the key would tell.
	 */
	private void noteSharing(Method method, Class<?> userClass, String beanName) {
		Class<?> owner = Annotations.owner(Annotations.specific(method, userClass), userClass);
		String name = ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName)
				: beanName;
		String first = this.beansByOwner.putIfAbsent(owner, name);
		if (first != null && !first.equals(name) && this.shared.add(owner)) {
			logger.warn("The beans '{}' and '{}' are both of {}, so equal requests to them share their answers. "
					+ "If they do not answer alike, give each a class of its own or pass the model as an argument.",
					first, name, owner.getName());
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		lookAtBeansToCome();
		this.started = true;
		if (this.found.values().stream().allMatch(Set::isEmpty)) {
			return;
		}
		requireProxies();
		this.found.forEach(
				(userClass, methods) -> methods.forEach((method) -> this.operations.get().cached(method, userClass)));
		this.found.forEach(
				(userClass, methods) -> methods.forEach((method) -> this.operations.get().evicting(method, userClass)));
	}

	private void lookAtBeansToCome() {
		List<String> untold = new ArrayList<>();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Class<?> type = typeToCome(name);
			if (type != null && (type.isInterface() || Modifier.isAbstract(type.getModifiers()))) {
				if (!annotated(type).isEmpty()) {
					untold.add(name);
				}
			}
			else if (type != null) {
				look(type, null);
			}
		}
		// Only the bean itself tells the class by which an evicting method finds its key.
		if (this.found.entrySet().stream().anyMatch((entry) -> evicts(entry.getKey(), entry.getValue()))) {
			untold.forEach(this.beanFactory::getBean);
		}
	}

	private @Nullable Class<?> typeToCome(String name) {
		try {
			if (this.beanFactory.getMergedBeanDefinition(name).isAbstract()) {
				return null;
			}
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
			return (type != null) ? ClassUtils.getUserClass(type) : null;
		}
		catch (RuntimeException | LinkageError ex) {
			// A bean whose type cannot be told is looked at once it is there.
			logger.debug("The type of bean '{}' is not known: {}", name, ex.toString());
			return null;
		}
	}

	private static boolean evicts(Class<?> userClass, Set<Method> methods) {
		return methods.stream().anyMatch((method) -> Annotations.evict(method, userClass) != null);
	}

	private void requireProxies() {
		if (this.beanFactory.getBeanNamesForType(AbstractAdvisorAutoProxyCreator.class, true, false).length == 0) {
			throw new LlmCacheConfigurationException("@LlmCached", "no proxies are made that could intercept the calls",
					"Leave spring.aop.auto and AopAutoConfiguration on.");
		}
	}

}

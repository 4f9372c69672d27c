package io.llmcache.intercept;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;

import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCacheEvict;
import io.llmcache.LlmCached;
import org.jspecify.annotations.Nullable;

import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the annotation that holds for a method: on the method itself or the method of an
 * interface or superclass that it implements, else on the type.
 */
final class Annotations {

	private Annotations() {
	}

	/**
	 * Whether a type may have annotations of ours. An application has hundreds of beans
	 * of Spring's own classes: to look at each of their methods takes time at the start.
	 */
	static boolean mayHaveOurs(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, LlmCached.class) && !isSpringsOwn(type.getName());
	}

	private static boolean isSpringsOwn(String type) {
		return type.startsWith("org.springframework.") && !type.startsWith("org.springframework.samples.");
	}

	static @Nullable LlmCacheEvict evict(Method method, Class<?> userClass) {
		return find(specific(method, userClass), LlmCacheEvict.class);
	}

	static @Nullable LlmCached cached(Method method, Class<?> userClass) {
		Method specific = specific(method, userClass);
		LlmCached own = find(specific, LlmCached.class);
		if (own != null) {
			return own;
		}
		boolean eligible = Modifier.isPublic(specific.getModifiers()) && !Modifier.isStatic(specific.getModifiers())
				&& !specific.isBridge() && !specific.isSynthetic() && !ReflectionUtils.isObjectMethod(specific)
				&& find(specific, LlmCacheEvict.class) == null;
		return eligible ? onType(specific, userClass) : null;
	}

	private static @Nullable LlmCached onType(Method method, Class<?> userClass) {
		if (method.getDeclaringClass().isAssignableFrom(userClass)) {
			for (Class<?> type = userClass; type != null && type != Object.class; type = type.getSuperclass()) {
				LlmCached ofClass = AnnotatedElementUtils.getMergedAnnotation(type, LlmCached.class);
				if (ofClass != null) {
					return ofClass;
				}
			}
		}
		for (Class<?> type : ClassUtils.getAllInterfacesForClass(userClass)) {
			LlmCached ofInterface = AnnotatedElementUtils.getMergedAnnotation(type, LlmCached.class);
			if (ofInterface != null && implementsOneOf(type, method, userClass)) {
				return ofInterface;
			}
		}
		return null;
	}

	private static boolean implementsOneOf(Class<?> type, Method method, Class<?> userClass) {
		return Arrays.stream(type.getMethods())
			.filter((candidate) -> candidate.getName().equals(method.getName()))
			.anyMatch((candidate) -> specific(candidate, userClass).equals(method));
	}

	private static <A extends Annotation> @Nullable A find(Method method, Class<A> type) {
		return AnnotatedElementUtils.findMergedAnnotation(method, type);
	}

	/** Whether the annotation stands on the method rather than on its type. */
	static boolean isOnMethod(Method method, Class<?> userClass) {
		Method specific = specific(method, userClass);
		return find(specific, LlmCached.class) != null || find(specific, LlmCacheEvict.class) != null;
	}

	/**
	 * The method that runs, as the user wrote it: neither a bridge, nor the method of a
	 * proxy or a lambda, but the one of the interface that these stand for.
	 */
	static Method specific(Method method, Class<?> userClass) {
		return isGenerated(userClass) ? ClassUtils.getInterfaceMethodIfPossible(method, userClass)
				: BridgeMethodResolver.getMostSpecificMethod(method, userClass);
	}

	/**
	 * The class by which users know the method: the one of a proxy or a lambda is called
	 * differently in every JVM.
	 */
	static Class<?> owner(Method specific, Class<?> userClass) {
		return isGenerated(userClass) ? specific.getDeclaringClass() : userClass;
	}

	private static boolean isGenerated(Class<?> type) {
		return Proxy.isProxyClass(type) || type.isHidden();
	}

	static String where(Method method, Class<?> userClass) {
		return userClass.getName() + "." + method.getName();
	}

	/**
	 * Refuses what no proxy can intercept.
	 * @throws LlmCacheConfigurationException naming the method and the remedy
	 */
	static void requireInterceptable(Method method, Class<?> userClass) {
		String where = where(method, userClass);
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			throw new LlmCacheConfigurationException(where, "a private method cannot be cached",
					"Make it public and call it from another bean.");
		}
		if (Modifier.isStatic(modifiers)) {
			throw new LlmCacheConfigurationException(where, "a static method cannot be cached",
					"Make it a method of a bean.");
		}
		if (Modifier.isFinal(modifiers)) {
			throw new LlmCacheConfigurationException(where, "a final method cannot be cached",
					"Take the final away: the proxy overrides the method.");
		}
		if (Modifier.isFinal(userClass.getModifiers())) {
			throw new LlmCacheConfigurationException(where, "methods of a final class cannot be cached",
					"Take the final away (in Kotlin: open it): the proxy extends the class.");
		}
	}

	static void requireCacheable(Method method, Class<?> userClass) {
		if (find(method, LlmCacheEvict.class) != null) {
			throw new LlmCacheConfigurationException(where(method, userClass),
					"a method cannot be cached and evict: on a hit it does not run", "Evict in a method of its own.");
		}
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 0
				&& parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
			throw new LlmCacheConfigurationException(where(method, userClass), "a suspend function cannot be cached",
					"Annotate a blocking function, or use LlmCaches.call in it.");
		}
		if (method.getReturnType() == void.class || method.getReturnType() == Void.class) {
			throw new LlmCacheConfigurationException(where(method, userClass),
					"a method that returns nothing has nothing to cache",
					"Return the answer, or annotate the method that does.");
		}
	}

}

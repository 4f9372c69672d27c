package io.llmcache.key;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Types that cannot be part of a key, and what to do instead. By name: most of them are
 * in libraries that an application need not have.
 */
final class Refusals {

	private static final String IGNORE = ", or mark it @LlmIgnore when the answer does not depend on it";

	private static final Map<String, String> REMEDIES = new LinkedHashMap<>();

	static {
		remedy("Pass the tenant or user id as an @LlmTenant parameter" + IGNORE, "java.security.Principal",
				"org.springframework.security.core.Authentication",
				"org.springframework.security.core.userdetails.UserDetails");
		remedy("Pass the values that matter instead of the request" + IGNORE, "jakarta.servlet.ServletRequest",
				"jakarta.servlet.ServletResponse", "jakarta.servlet.http.HttpSession",
				"org.springframework.web.server.ServerWebExchange", "org.springframework.web.server.WebSession",
				"org.springframework.web.context.request.RequestAttributes", "org.springframework.http.HttpMessage",
				"org.springframework.http.HttpEntity");
		remedy("Read it first and pass its text or byte[]", "org.springframework.web.multipart.MultipartFile",
				"org.springframework.core.io.InputStreamSource", "java.io.InputStream", "java.io.OutputStream",
				"java.io.Reader", "java.io.Writer", "java.io.File", "java.nio.file.Path", "java.nio.channels.Channel");
		remedy("Pass a List: to look into it would use it up", "java.util.stream.BaseStream", "java.util.Iterator",
				"java.util.Enumeration", "java.util.Spliterator");
		remedy("Wait for it first and pass its value", "java.util.concurrent.Future",
				"java.util.concurrent.CompletionStage", "java.util.concurrent.Flow$Publisher",
				"org.reactivestreams.Publisher");
		remedy("Pass page, size and sort as numbers and text", "org.springframework.data.domain.Pageable",
				"org.springframework.data.domain.Sort");
		remedy("Cache the answer to a single question, not a step of a conversation" + IGNORE,
				"org.springframework.ai.chat.memory.ChatMemory", "dev.langchain4j.memory.ChatMemory");
		remedy("Pass the time as java.time value" + IGNORE, "java.time.Clock", "java.util.Calendar", "java.sql.Date",
				"java.sql.Time", "java.sql.Timestamp");
	}

	private static final List<String> FRAMEWORKS = List.of("org.springframework.ai.", "dev.langchain4j.");

	/** Not refused at start: their encoders may come with another version. */
	private static final String FRAMEWORK_REMEDY = "Pass its text and options as parameters of their own, "
			+ "set key= to what tells the requests apart, or provide an ArgumentEncoder bean";

	private static final List<String> FOREIGN = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.",
			"org.springframework.", "dev.langchain4j.", "org.hibernate.", "kotlin.", "kotlinx.", "scala.", "groovy.",
			"org.codehaus.groovy.", "io.micrometer.", "io.netty.", "reactor.", "org.reactivestreams.", "io.reactivex.",
			"com.fasterxml.jackson.", "tools.jackson.", "com.google.common.", "com.google.protobuf.",
			"com.google.gson.", "com.openai.", "com.anthropic.", "org.slf4j.", "ch.qos.logback.");

	private static final List<String> ENTITIES = List.of("jakarta.persistence.Entity",
			"jakarta.persistence.MappedSuperclass", "javax.persistence.Entity", "javax.persistence.MappedSuperclass");

	private Refusals() {
	}

	private static void remedy(String remedy, String... types) {
		for (String type : types) {
			REMEDIES.put(type, remedy);
		}
	}

	/**
	 * Whether a class is data of the application, as far as its package tells.
	 */
	static boolean isUserType(Class<?> type) {
		if (type.isArray() || type.isPrimitive()) {
			return false;
		}
		String name = type.getName();
		return name.startsWith("org.springframework.samples.") || FOREIGN.stream().noneMatch(name::startsWith);
	}

	/**
	 * Whether a class belongs to an AI framework, so that an encoder may come for it.
	 */
	static boolean awaitsEncoder(Class<?> type) {
		return isFrameworkType(type) && remedy(type) == null;
	}

	static boolean isFrameworkType(Class<?> type) {
		return FRAMEWORKS.stream().anyMatch(type.getName()::startsWith);
	}

	/**
	 * Why values of a class, or of a declared type, are refused; null when nothing is
	 * known against them.
	 */
	static Form.@Nullable Refusal of(Class<?> type) {
		if (type.isArray() || type.isPrimitive()) {
			return null;
		}
		String remedy = remedy(type);
		if (remedy != null) {
			return refusal(type, remedy);
		}
		if (isFrameworkType(type)) {
			return refusal(type, FRAMEWORK_REMEDY);
		}
		if (isFunction(type)) {
			return new Form.Refusal(type.getName() + " is code, which has no canonical form",
					"Pass the values it stands for" + IGNORE);
		}
		if (Proxy.isProxyClass(type) || type.getName().contains("$$") || type.getName().contains("$HibernateProxy")) {
			return new Form.Refusal(type.getName() + " is a proxy, which may load what it shows",
					"Pass a record with what matters");
		}
		if (isEntity(type)) {
			return new Form.Refusal(type.getName() + " is an entity, which may load what it shows",
					"Pass a record with what matters");
		}
		return null;
	}

	/**
	 * The refusal of a class of which nothing is known.
	 */
	static Form.Refusal unknown(Class<?> type) {
		return refusal(type, "Pass the values that matter as text or numbers, set key= to what tells the requests "
				+ "apart, or provide an ArgumentEncoder bean");
	}

	private static Form.Refusal refusal(Class<?> type, String remedy) {
		return new Form.Refusal(type.getName() + " has no canonical form", remedy);
	}

	private static @Nullable String remedy(Class<?> type) {
		String own = REMEDIES.get(type.getName());
		if (own != null) {
			return own;
		}
		for (Class<?> inherited : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			String remedy = remedyOfInterface(inherited);
			if (remedy != null) {
				return remedy;
			}
		}
		Class<?> parent = type.getSuperclass();
		return (parent != null) ? remedy(parent) : null;
	}

	private static @Nullable String remedyOfInterface(Class<?> type) {
		String own = REMEDIES.get(type.getName());
		if (own != null) {
			return own;
		}
		for (Class<?> parent : type.getInterfaces()) {
			String remedy = remedyOfInterface(parent);
			if (remedy != null) {
				return remedy;
			}
		}
		return null;
	}

	private static boolean isFunction(Class<?> type) {
		if (type.isInterface()) {
			return type.isAnnotationPresent(FunctionalInterface.class)
					|| type.getName().startsWith("kotlin.jvm.functions.");
		}
		// What lambdas and method references become.
		return type.isHidden() || type.isSynthetic();
	}

	private static boolean isEntity(Class<?> type) {
		if (type.getName().startsWith("org.hibernate.")) {
			return true;
		}
		for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
			for (Annotation annotation : owner.getAnnotations()) {
				if (ENTITIES.contains(annotation.annotationType().getName())) {
					return true;
				}
			}
		}
		return false;
	}

}

package io.llmcache.intercept;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import io.llmcache.CachePolicy;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCacheEvict;
import io.llmcache.LlmCached;
import io.llmcache.codec.ResponseCodec;
import io.llmcache.codec.ResponseCodecs;
import io.llmcache.codec.UnsupportedValueTypeException;
import io.llmcache.intercept.CachedOperation.Expressions;
import io.llmcache.key.KeyScheme;
import io.llmcache.key.OperationKeys;
import io.llmcache.key.OperationSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodClassKey;
import org.springframework.util.StringValueResolver;

/**
 * Makes operations of annotated methods, each once. Thread-safe.
 */
public final class Operations {

	private static final Logger logger = LoggerFactory.getLogger(Operations.class);

	private final Policies policies;

	private final KeyScheme keys;

	private final ResponseCodecs codecs;

	private final List<ReturnAdapter> adapters;

	private final Directory directory;

	private final StringValueResolver placeholders;

	private final Map<MethodClassKey, Optional<CachedOperation>> cached = new ConcurrentHashMap<>();

	private final Map<MethodClassKey, Optional<CachedOperation>> made = new ConcurrentHashMap<>();

	private final Map<MethodClassKey, Optional<EvictOperation>> evicting = new ConcurrentHashMap<>();

	/**
	 * Operations of an application.
	 * @param policies what is in force
	 * @param keys makes keys
	 * @param codecs stores values
	 * @param adapters return shapes of the user's, before the built-in ones
	 * @param driver drives the built-in ones
	 * @param directory keeps what was found
	 * @param placeholders resolves {@code ${…}}
	 */
	public Operations(Policies policies, KeyScheme keys, ResponseCodecs codecs, List<ReturnAdapter> adapters,
			BlockingDriver driver, Directory directory, StringValueResolver placeholders) {
		this.policies = policies;
		this.keys = keys;
		this.codecs = codecs;
		this.adapters = Stream
			.concat(adapters.stream(), Stream.of(new OptionalReturnAdapter(driver), new PlainReturnAdapter(driver)))
			.toList();
		this.directory = directory;
		this.placeholders = placeholders;
	}

	/**
	 * The operation behind a method, or null when it is not cached.
	 * @throws LlmCacheConfigurationException when its annotation cannot work
	 */
	@Nullable CachedOperation cached(Method method, Class<?> userClass) {
		MethodClassKey key = new MethodClassKey(method, userClass);
		// Looked at first: computing locks, even where there is nothing to compute.
		Optional<CachedOperation> known = this.cached.get(key);
		return ((known != null) ? known : this.cached.computeIfAbsent(key, (absent) -> find(method, userClass)))
			.orElse(null);
	}

	private Optional<CachedOperation> find(Method method, Class<?> userClass) {
		Method specific = Annotations.specific(method, userClass);
		LlmCached annotation = Annotations.cached(specific, userClass);
		return (annotation != null) ? make(annotation, specific, Annotations.owner(specific, userClass))
				: Optional.empty();
	}

	/** One operation, however many bridges and interfaces lead to it. */
	private Optional<CachedOperation> make(LlmCached annotation, Method method, Class<?> owner) {
		return this.made.computeIfAbsent(new MethodClassKey(method, owner), (absent) -> {
			Form form = form(method, owner);
			if (form == null) {
				return Optional.empty();
			}
			CachedOperation operation = operation(annotation, method, owner, form);
			this.directory.add(operation);
			operation.keys().warnings().forEach((warning) -> logger.warn("{}", warning));
			return Optional.of(operation);
		});
	}

	/**
	 * How a method returns; null when it cannot be cached and is not meant, for an
	 * annotated type stands for those of its methods that can.
	 */
	private @Nullable Form form(Method method, Class<?> owner) {
		try {
			Annotations.requireInterceptable(method, owner);
			Annotations.requireCacheable(method, owner);
			Type returnType = GenericTypeResolver.resolveType(method.getGenericReturnType(), owner);
			ReturnAdapter adapter = this.adapters.stream()
				.filter((candidate) -> candidate.supports(returnType))
				.findFirst()
				.orElseThrow();
			return new Form(adapter, codec(adapter.valueType(returnType), Annotations.where(method, owner)));
		}
		catch (LlmCacheConfigurationException ex) {
			if (Annotations.isOnMethod(method, owner)) {
				throw ex;
			}
			logger.debug("Not cached: {}", ex.getMessage());
			return null;
		}
	}

	private CachedOperation operation(LlmCached annotation, Method method, Class<?> owner, Form form) {
		Declared declared = Declared.of(annotation, Annotations.where(method, owner), this.placeholders);
		CachePolicy policy = this.policies.policy(declared);
		Expressions expressions = expressions(declared, method);
		OperationKeys operationKeys = this.keys
			.forMethod(new OperationSpec(method, owner, declared.operation(), this.policies.model(declared),
					form.codec().shape(), policy, expressions.key() != null, expressions.tenant() != null));
		return new CachedOperation(policy, operationKeys, form.codec(), form.adapter(), expressions);
	}

	private static Expressions expressions(Declared declared, Method method) {
		return new Expressions(MethodExpression.parse(declared.key(), "key", method, declared.where()),
				MethodExpression.parse(declared.tenant(), "tenant", method, declared.where()),
				MethodExpression.parse(declared.condition(), "condition", method, declared.where()),
				MethodExpression.parse(declared.unless(), "unless", method, declared.where()));
	}

	ResponseCodec codec(Type valueType, String where) {
		try {
			return this.codecs.forType(valueType);
		}
		catch (UnsupportedValueTypeException ex) {
			throw new LlmCacheConfigurationException(where, ex.problem(), ex.remedy());
		}
	}

	/**
	 * What a method evicts, or null when it does not. The cached operation must be known
	 * by now.
	 * @throws LlmCacheConfigurationException when its annotation cannot work
	 */
	@Nullable EvictOperation evicting(Method method, Class<?> userClass) {
		return this.evicting.computeIfAbsent(new MethodClassKey(method, userClass), (absent) -> {
			Method specific = Annotations.specific(method, userClass);
			LlmCacheEvict annotation = Annotations.evict(specific, userClass);
			return Optional.ofNullable(
					(annotation != null) ? make(annotation, specific, Annotations.owner(specific, userClass)) : null);
		}).orElse(null);
	}

	private EvictOperation make(LlmCacheEvict annotation, Method method, Class<?> userClass) {
		Annotations.requireInterceptable(method, userClass);
		String where = Annotations.where(method, userClass);
		String cache = PropertyRules.name(Declared.cache(annotation.cache(), where, this.placeholders), where);
		if (annotation.allEntries()) {
			return new EvictOperation.All(cache);
		}
		MethodExpression key = MethodExpression.parse(Declared.resolve(annotation.key(), where, this.placeholders),
				"key", method, where);
		MethodExpression tenant = MethodExpression
			.parse(Declared.resolve(annotation.tenant(), where, this.placeholders), "tenant", method, where);
		Function<@Nullable Object[], @Nullable Object> named = (key == null) ? TenantAlone.of(method, tenant) : null;
		if (named != null) {
			return new EvictOperation.OfTenant(cache, named, this.keys);
		}
		CachedOperation target = target(cache, Declared.resolve(annotation.operation(), where, this.placeholders),
				where);
		return new EvictOperation.One(target.policy(),
				this.keys.forEviction(method, userClass, target.keys(), key != null, tenant != null),
				new Expressions(key, tenant, null, null));
	}

	private CachedOperation target(String cache, String operation, String where) {
		List<CachedOperation> candidates = this.directory.operations(cache)
			.stream()
			.filter((candidate) -> operation.isEmpty() || candidate.keys().operation().equals(operation))
			.toList();
		if (candidates.isEmpty()) {
			throw new LlmCacheConfigurationException(where,
					"there is no @LlmCached operation " + (operation.isEmpty() ? "" : "'" + operation + "' ")
							+ "in cache '" + cache + "' to evict from",
					"Name the cache and the operation of the annotated method, or set allEntries.");
		}
		long distinct = candidates.stream().map((candidate) -> candidate.keys().operation()).distinct().count();
		if (distinct > 1) {
			throw new LlmCacheConfigurationException(where,
					"cache '" + cache + "' has " + distinct + " operations, and it is not said which to evict from",
					"Set operation = on both annotations.");
		}
		return candidates.get(0);
	}

	/** How a method returns. */
	private record Form(ReturnAdapter adapter, ResponseCodec codec) {

	}

}

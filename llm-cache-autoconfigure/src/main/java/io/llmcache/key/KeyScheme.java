package io.llmcache.key;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.llmcache.BypassReason;
import io.llmcache.CachePolicy;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.TenantMode;
import io.llmcache.key.KeyDescription.Role;
import io.llmcache.key.MethodParameters.Parameter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;

/**
 * How an application makes keys of requests. Thread-safe.
 */
public final class KeyScheme {

	private final Digester digester;

	private final Forms forms;

	private final List<ScopeContributor> contributors;

	private final @Nullable TenantResolver tenants;

	private volatile @Nullable Ambient ambient;

	/**
	 * Creates the scheme of an application.
	 * @param digester makes the digests
	 * @param encoders take apart types of users and frameworks, the first that supports a
	 * class wins
	 * @param contributors tell what no argument shows
	 * @param tenants tells the tenant where the request does not; null when nobody does
	 */
	public KeyScheme(Digester digester, List<ArgumentEncoder> encoders, List<ScopeContributor> contributors,
			@Nullable TenantResolver tenants) {
		this.digester = digester;
		this.forms = new Forms(digester, encoders);
		this.contributors = List.copyOf(contributors);
		this.tenants = tenants;
	}

	/**
	 * The keys of an annotated method.
	 * @param spec the method
	 * @throws LlmCacheConfigurationException when its parameters can never have a key, or
	 * nothing names the tenant that is required
	 */
	public OperationKeys forMethod(OperationSpec spec) {
		Class<?> userClass = userClass(spec.method(), spec.userClass());
		Method method = BridgeMethodResolver.getMostSpecificMethod(spec.method(), userClass);
		MethodParameters parameters = new MethodParameters(method, userClass);
		List<Parameter> keys = parameters.of(Role.KEY, Role.TEMPERATURE);
		if (!spec.keyExpression()) {
			judge(parameters, keys);
		}
		TenantSource tenant = tenantSource(parameters, spec.tenantExpression());
		if (!tenant.exists() && spec.policy().tenant() == TenantMode.REQUIRED) {
			throw parameters.wrong("a tenant is required, and nothing names it",
					"Mark a parameter @LlmTenant, set tenant= or provide a TenantResolver bean.");
		}
		Ambient ambient = Ambient.of(this.contributors, method, userClass, this.digester, this.forms);
		String operation = spec.operation().isEmpty() ? name(method, userClass) : spec.operation();
		Digest base = base(operation, spec.policy(), spec.model(), spec.valueShape(), ambient);
		OperationKeys.Inputs inputs = new OperationKeys.Inputs(parameters, parameters.of(Role.PROMPT), keys,
				parameters.of(Role.TEMPERATURE), tenant, spec.keyExpression());
		return new OperationKeys(this.digester, this.forms, spec.policy(), operation, spec.model(), ambient, base,
				inputs, true);
	}

	/**
	 * The keys of a method that evicts answers of another one: made of its own
	 * parameters, equal to those of the other method for equal arguments. Parameters are
	 * matched by name where both methods use the same names, else by position.
	 * @param method the evicting method
	 * @param userClass the class of its bean
	 * @param cached the keys of the operation whose answers go
	 * @param keyExpression whether an expression replaces the arguments
	 * @param tenantExpression whether an expression names the tenant
	 * @throws LlmCacheConfigurationException when the keys of the two can never be equal
	 */
	public OperationKeys forEviction(Method method, Class<?> userClass, OperationKeys cached, boolean keyExpression,
			boolean tenantExpression) {
		Class<?> user = userClass(method, userClass);
		MethodParameters parameters = new MethodParameters(BridgeMethodResolver.getMostSpecificMethod(method, user),
				user);
		OperationKeys.Inputs inputs = EvictionInputs.of(parameters, cached, tenantSource(parameters, tenantExpression),
				keyExpression);
		return cached.withInputs(inputs);
	}

	/**
	 * The key of a request made in code. Its arguments count by name and runtime class.
	 * @param request the request
	 * @param policy what is in force for it, its own version of the prompt included
	 * @param model the model that answers, or empty
	 * @param valueShape the fingerprint of the type of the answer
	 */
	public Keyed key(CacheRequest<?> request, CachePolicy policy, String model, String valueShape) {
		Digest base = base(request.operation(), policy, model, valueShape, ambient());
		RequestWriter writer = new RequestWriter(this.digester, this.forms, policy);
		try {
			if (request.arguments().get(Temperature.NAME) instanceof Number temperature) {
				writer.temperature(temperature);
			}
			String name = request.tenant();
			Digest tenant = writer
				.tenant((name == null && this.tenants != null) ? TenantSource.ask(this.tenants) : Tenants.name(name));
			Digest scope = writer.scope(base, tenant, (encoding) -> writeArguments(request.arguments(), encoding));
			writer.gate();
			return writer.key(scope, tenant, List.of(PromptText.normalised(request.prompt(), policy.normalise())));
		}
		catch (Unkeyable ex) {
			return none(ex.reason(), request, ex.getMessage());
		}
		catch (RuntimeException | StackOverflowError ex) {
			return none(BypassReason.UNKEYABLE, request, OperationKeys.failed(ex));
		}
	}

	private static Keyed.None none(BypassReason reason, CacheRequest<?> request, String remedy) {
		return new Keyed.None(reason, "Request " + request.operation() + ": " + remedy + ".");
	}

	private static void writeArguments(Map<String, @Nullable Object> arguments, Encoding encoding) {
		// Without arguments, a request is equal to one of a method with the same
		// operation.
		encoding.feed().tag(arguments.isEmpty() ? Tag.POSITIONAL : Tag.NAMED);
		new TreeMap<>(arguments).forEach((name, value) -> {
			encoding.feed().text(name);
			RequestWriter.argument(name, value, encoding);
		});
		encoding.feed().tag(Tag.END);
	}

	/**
	 * The digest by which a tenant is known.
	 * @param tenant the tenant; not blank
	 */
	public Digest tenant(String tenant) {
		return RequestWriter.tenant(this.digester, tenant);
	}

	/**
	 * The digest by which the tenant is known that an argument or expression names, as it
	 * would for a request.
	 * @param tenant text, a number, an enum or an id; null and blank name none
	 * @return null when there is none
	 * @throws RuntimeException when the value does not name a tenant
	 */
	public @Nullable Digest tenantOf(@Nullable Object tenant) {
		String name = Tenants.name(tenant);
		return (name != null) ? tenant(name) : null;
	}

	private Ambient ambient() {
		Ambient known = this.ambient;
		if (known == null) {
			known = Ambient.of(this.contributors, null, Object.class, this.digester, this.forms);
			this.ambient = known;
		}
		return known;
	}

	private Digest base(String operation, CachePolicy policy, String model, String valueShape, Ambient ambient) {
		Feed feed = this.digester.feed(Tag.BASE, Long.MAX_VALUE, 512);
		for (String part : new String[] { operation, policy.cache(), policy.version(), model, valueShape }) {
			feed.text(part);
		}
		feed.digest(ambient.digest());
		return feed.finish();
	}

	private TenantSource tenantSource(MethodParameters parameters, boolean expression) {
		Parameter parameter = parameters.tenant();
		if (parameter != null && expression) {
			throw parameters.wrong(parameter.name(), "is @LlmTenant while tenant= names the tenant too",
					"Leave one of the two.");
		}
		return new TenantSource(parameter, expression, this.tenants);
	}

	private void judge(MethodParameters parameters, List<Parameter> keys) {
		DeclaredTypes types = new DeclaredTypes(this.forms);
		for (Parameter parameter : keys) {
			Form.Refusal refusal = types.judge(parameter.type());
			if (refusal != null) {
				throw parameters.wrong(parameter.name(), refusal.problem(), refusal.remedy() + ".");
			}
		}
	}

	private static Class<?> userClass(Method method, Class<?> userClass) {
		// The class of a JDK proxy is called differently in every JVM.
		return Proxy.isProxyClass(userClass) ? method.getDeclaringClass() : ClassUtils.getUserClass(userClass);
	}

	private static String name(Method method, Class<?> userClass) {
		return userClass.getName() + "." + method.getName()
				+ Arrays.stream(method.getParameterTypes())
					.map(Class::getTypeName)
					.collect(Collectors.joining(",", "(", ")"));
	}

}

package io.llmcache.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import io.llmcache.BypassReason;
import io.llmcache.CachePolicy;
import io.llmcache.key.KeyDescription.Role;
import io.llmcache.key.MethodParameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one operation. Immutable and thread-safe.
 */
public final class OperationKeys {

	private final Digester digester;

	private final Forms forms;

	private final CachePolicy policy;

	private final String operation;

	private final String model;

	private final Ambient ambient;

	private final Digest base;

	private final Inputs inputs;

	private final boolean gated;

	// Where only the prompt differs between requests.
	private final @Nullable Digest constantScope;

	OperationKeys(Digester digester, Forms forms, CachePolicy policy, String operation, String model, Ambient ambient,
			Digest base, Inputs inputs, boolean gated) {
		this.digester = digester;
		this.forms = forms;
		this.policy = policy;
		this.operation = operation;
		this.model = model;
		this.ambient = ambient;
		this.base = base;
		this.inputs = inputs;
		this.gated = gated;
		boolean constant = inputs.keys().isEmpty() && !inputs.keyExpression() && !inputs.tenant().exists();
		this.constantScope = constant ? writer().scope(base, null, (encoding) -> write(new Object[0], null, encoding))
				: null;
	}

	/**
	 * The same operation seen from a method that evicts: what would not have been cached
	 * need not be told from what is not there.
	 */
	OperationKeys withInputs(Inputs inputs) {
		return new OperationKeys(this.digester, this.forms, this.policy, this.operation, this.model, this.ambient,
				this.base, inputs, false);
	}

	/**
	 * The key of a request. Reads the arguments once; later changes to them do not
	 * matter.
	 * @param arguments the arguments of the call, in order
	 * @param given what the expressions of the annotation evaluated to
	 * @return the key, or why there is none; never throws for what an argument does
	 */
	public Keyed key(@Nullable Object[] arguments, Given given) {
		try {
			RequestWriter writer = writer();
			if (this.gated) {
				for (Parameter temperature : this.inputs.temperatures()) {
					writer.temperature((Number) arguments[temperature.index()]);
				}
			}
			Digest tenant = writer.tenant(this.inputs.tenant().name(arguments, given));
			Digest scope = this.constantScope;
			if (scope == null) {
				scope = writer.scope(this.base, tenant, (encoding) -> write(arguments, given.key(), encoding));
			}
			if (this.gated) {
				writer.gate();
			}
			return writer.key(scope, tenant, prompts(arguments));
		}
		catch (Unkeyable ex) {
			return none(ex.reason(), ex.getMessage());
		}
		catch (RuntimeException | StackOverflowError ex) {
			return none(BypassReason.UNKEYABLE, failed(ex));
		}
	}

	private RequestWriter writer() {
		return new RequestWriter(this.digester, this.forms, this.policy);
	}

	private void write(@Nullable Object[] arguments, @Nullable Object key, Encoding encoding) {
		if (this.inputs.keyExpression()) {
			if (key == null) {
				throw new Unkeyable("the key expression yielded null. Let it yield what tells the requests apart");
			}
			encoding.feed().tag(Tag.KEY_EXPRESSION);
			RequestWriter.argument("key", key, encoding);
			return;
		}
		encoding.feed().tag(Tag.POSITIONAL);
		for (Parameter parameter : this.inputs.keys()) {
			RequestWriter.argument(parameter.name(), arguments[parameter.index()], encoding);
		}
		encoding.feed().tag(Tag.END);
	}

	private List<@Nullable String> prompts(@Nullable Object[] arguments) {
		if (this.inputs.keyExpression()) {
			return List.of();
		}
		List<Parameter> parameters = this.inputs.prompts();
		if (parameters.size() == 1) {
			return Collections.singletonList(prompt(parameters.get(0), arguments));
		}
		List<@Nullable String> prompts = new ArrayList<>(parameters.size());
		for (Parameter parameter : parameters) {
			prompts.add(prompt(parameter, arguments));
		}
		return prompts;
	}

	private @Nullable String prompt(Parameter parameter, @Nullable Object[] arguments) {
		Object prompt = arguments[parameter.index()];
		if (prompt == null) {
			return null;
		}
		if (!(prompt instanceof CharSequence)) {
			throw new Unkeyable("parameter '" + parameter.name() + "': " + prompt.getClass().getName()
					+ " is not text. Mark the text with @LlmPrompt");
		}
		return PromptText.normalised(prompt.toString(), this.policy.normalise());
	}

	private Keyed.None none(BypassReason reason, String remedy) {
		return new Keyed.None(reason, this.inputs.method().label() + ": " + remedy + ".");
	}

	static String failed(Throwable failure) {
		// Not its message: it may quote the value.
		return "reading the value failed with " + failure.getClass().getName()
				+ ". Pass an object that may be read while the call runs, or set key= to what tells the requests apart";
	}

	/**
	 * Name of the operation.
	 */
	public String operation() {
		return this.operation;
	}

	/**
	 * Whether anything names the tenant of a request.
	 */
	public boolean hasTenantSource() {
		return this.inputs.tenant().exists();
	}

	Inputs inputs() {
		return this.inputs;
	}

	/**
	 * What is in the key, to be shown to people; holds no values of requests.
	 */
	public KeyDescription describe() {
		List<KeyDescription.Parameter> parameters = this.inputs.method()
			.all()
			.stream()
			.map((parameter) -> new KeyDescription.Parameter(parameter.name(), parameter.type().toString(),
					role(parameter)))
			.toList();
		return new KeyDescription(this.operation, parameters, model(), this.inputs.tenant().description(),
				this.ambient.names(), this.policy.normalise(), this.inputs.keyExpression());
	}

	private Role role(Parameter parameter) {
		boolean replaced = this.inputs.keyExpression()
				&& (parameter.role() == Role.PROMPT || parameter.role() == Role.KEY);
		return replaced ? Role.IGNORED : parameter.role();
	}

	private String model() {
		if (!this.model.isEmpty()) {
			return this.model;
		}
		String fact = this.ambient.model();
		if (fact != null) {
			return "fact '" + fact + "'";
		}
		return this.inputs.keyExpression() ? KeyDescription.MODEL_NOT_IN_KEY
				: this.inputs.keys()
					.stream()
					.filter((parameter) -> parameter.name().toLowerCase(Locale.ROOT).startsWith("model"))
					.map((parameter) -> "parameter '" + parameter.name() + "'")
					.findFirst()
					.orElse(KeyDescription.MODEL_NOT_IN_KEY);
	}

	/**
	 * Parameters whose names say that they would ruin the hit rate, one sentence or two
	 * each, with what to do.
	 */
	public List<String> warnings() {
		return (this.gated && !this.inputs.keyExpression()) ? HitRateSpoilers.warnings(this.inputs.method())
				: List.of();
	}

	/**
	 * Which parameters make the key.
	 *
	 * @param method the method and all its parameters
	 * @param prompts the prompt
	 * @param keys the other arguments of the key, in its order
	 * @param temperatures those of them that hold a temperature
	 * @param tenant where the tenant comes from
	 * @param keyExpression whether an expression replaces prompts and keys
	 */
	record Inputs(MethodParameters method, List<Parameter> prompts, List<Parameter> keys, List<Parameter> temperatures,
			TenantSource tenant, boolean keyExpression) {

	}

}

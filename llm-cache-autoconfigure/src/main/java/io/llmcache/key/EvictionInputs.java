package io.llmcache.key;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.key.KeyDescription.Role;
import io.llmcache.key.MethodParameters.Parameter;

import org.springframework.util.ClassUtils;

/**
 * Finds for each parameter of a cached operation the one of the evicting method that
 * takes its place.
 */
final class EvictionInputs {

	private final MethodParameters evicting;

	private final OperationKeys.Inputs cached;

	private EvictionInputs(MethodParameters evicting, OperationKeys.Inputs cached) {
		this.evicting = evicting;
		this.cached = cached;
	}

	static OperationKeys.Inputs of(MethodParameters evicting, OperationKeys cached, TenantSource tenant,
			boolean keyExpression) {
		return new EvictionInputs(evicting, cached.inputs()).inputs(tenant, keyExpression);
	}

	private OperationKeys.Inputs inputs(TenantSource tenant, boolean keyExpression) {
		if (tenant.exists() != this.cached.tenant().exists()) {
			throw wrong(
					tenant.exists() ? "names a tenant, and " + cachedLabel() + " does not"
							: "does not name the tenant, and " + cachedLabel() + " does",
					"Name the tenant in both or in none.");
		}
		if (keyExpression != this.cached.keyExpression()) {
			throw wrong("only one of it and " + cachedLabel() + " has key=", "Set key= in both or in none.");
		}
		if (keyExpression) {
			return new OperationKeys.Inputs(this.evicting, List.of(), List.of(), List.of(), tenant, true);
		}
		List<Parameter> own = keyed(this.evicting);
		List<Parameter> wanted = keyed(this.cached.method());
		if (own.size() != wanted.size()) {
			throw wrong("has " + own.size() + " key parameters, and " + cachedLabel() + " has " + wanted.size(),
					"Take the same key parameters; mark the others @LlmIgnore.");
		}
		List<Parameter> matched = namesOf(own).equals(namesOf(wanted)) ? byName(own, wanted) : own;
		List<Parameter> prompts = new ArrayList<>();
		List<Parameter> keys = new ArrayList<>();
		for (int i = 0; i < wanted.size(); i++) {
			Parameter parameter = matched.get(i);
			check(parameter, wanted.get(i));
			((wanted.get(i).role() == Role.PROMPT) ? prompts : keys).add(parameter);
		}
		return new OperationKeys.Inputs(this.evicting, prompts, keys, List.of(), tenant, false);
	}

	private static List<Parameter> keyed(MethodParameters parameters) {
		return parameters.of(Role.PROMPT, Role.KEY, Role.TEMPERATURE);
	}

	private static Set<String> namesOf(List<Parameter> parameters) {
		return parameters.stream().map(Parameter::name).collect(Collectors.toCollection(HashSet::new));
	}

	private static List<Parameter> byName(List<Parameter> own, List<Parameter> wanted) {
		return wanted.stream()
			.map((parameter) -> own.stream()
				.filter((candidate) -> candidate.name().equals(parameter.name()))
				.findFirst()
				.orElseThrow())
			.toList();
	}

	private void check(Parameter own, Parameter wanted) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(own.rawType());
		Class<?> wantedType = ClassUtils.resolvePrimitiveIfNecessary(wanted.rawType());
		if (type != wantedType) {
			throw this.evicting.wrong(own.name(), "is of " + type.getName() + ", and '" + wanted.name() + "' of "
					+ cachedLabel() + " is of " + wantedType.getName(), "Take the same key parameters.");
		}
		boolean marked = own.decided() && own.role() == Role.PROMPT;
		if (marked && wanted.role() != Role.PROMPT) {
			throw this.evicting.wrong(own.name(),
					"is the prompt, and '" + wanted.name() + "' of " + cachedLabel() + " is not",
					"Take the key parameters in the same order.");
		}
	}

	private String cachedLabel() {
		return this.cached.method().label();
	}

	private LlmCacheConfigurationException wrong(String problem, String remedy) {
		return this.evicting.wrong(problem, remedy);
	}

}

package io.llmcache.key;

import io.llmcache.BypassReason;
import io.llmcache.key.MethodParameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Where the tenant of a request comes from: of several, the first.
 *
 * @param parameter the parameter that names it
 * @param expression whether an expression names it
 * @param resolver the application's own
 */
record TenantSource(@Nullable Parameter parameter, boolean expression, @Nullable TenantResolver resolver) {

	boolean exists() {
		return this.parameter != null || this.expression || this.resolver != null;
	}

	/**
	 * The tenant of a request; null when it has none. A request that names none in the
	 * place where it should is not asked for another: that could be somebody else's.
	 */
	@Nullable String name(@Nullable Object[] arguments, Given given) {
		if (this.parameter != null) {
			return Tenants.name(arguments[this.parameter.index()]);
		}
		if (this.expression) {
			return Tenants.name(given.tenant());
		}
		return (this.resolver != null) ? ask(this.resolver) : null;
	}

	static @Nullable String ask(TenantResolver resolver) {
		try {
			return Tenants.name(resolver.tenant());
		}
		catch (RuntimeException ex) {
			throw new Unkeyable(BypassReason.TENANT, "the TenantResolver failed with " + ex.getClass().getName()
					+ ". Let it return null for calls without a tenant");
		}
	}

	/**
	 * The source, to be shown to people.
	 */
	String description() {
		if (this.parameter != null) {
			return "parameter '" + this.parameter.name() + "'";
		}
		if (this.expression) {
			return "expression";
		}
		return (this.resolver != null) ? this.resolver.getClass().getName() : "none";
	}

}

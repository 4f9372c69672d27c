package io.llmcache.key;

import java.util.List;

import io.llmcache.Normalise;

/**
 * What is in the key of an operation and what is not, to be shown to people.
 *
 * @param operation name of the operation
 * @param parameters its parameters in order
 * @param model the model, where it comes from, or {@value #MODEL_NOT_IN_KEY}
 * @param tenant where the tenant comes from, or {@code none}
 * @param ambient names of the facts added by {@link ScopeContributor}s
 * @param normalise what is evened out in the prompt
 * @param keyExpression whether an expression replaces the arguments
 */
public record KeyDescription(String operation, List<Parameter> parameters, String model, String tenant,
		List<String> ambient, Normalise normalise, boolean keyExpression) {

	/** Says that two models would share their answers. */
	public static final String MODEL_NOT_IN_KEY = "not in key";

	/**
	 * One parameter.
	 *
	 * @param name its name; {@code #0} when that is not known
	 * @param type its declared type
	 * @param role what it is to the key
	 */
	public record Parameter(String name, String type, Role role) {

	}

	/**
	 * What a parameter is to the key.
	 */
	public enum Role {

		/** The text that the user asks; in the digest, not in the scope. */
		PROMPT,

		/** In scope and digest. */
		KEY,

		/** Not in the key. */
		IGNORED,

		/** Names the tenant; in scope and digest. */
		TENANT,

		/** Passes the sampling gate; also in scope and digest. */
		TEMPERATURE

	}

}

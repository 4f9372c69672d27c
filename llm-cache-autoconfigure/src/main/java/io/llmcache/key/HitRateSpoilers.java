package io.llmcache.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Parameters that are different in every call, or for every user, judged by their names.
 */
final class HitRateSpoilers {

	private static final Set<String> PER_CALL = Set.of("requestid", "reqid", "traceid", "traceparent", "spanid",
			"correlationid", "messageid", "eventid", "callid", "transactionid", "idempotencykey", "nonce", "uuid",
			"sessionid", "conversationid", "chatid", "threadid", "now", "clock", "timestamp", "currenttime",
			"requesttime", "requestedat");

	private static final Set<String> PER_USER = Set.of("userid", "username", "currentuser", "principal", "principalid",
			"principalname");

	private HitRateSpoilers() {
	}

	/**
	 * One warning per parameter that no annotation has decided on.
	 */
	static List<String> warnings(MethodParameters parameters) {
		List<String> warnings = new ArrayList<>();
		for (MethodParameters.Parameter parameter : parameters.of(KeyDescription.Role.KEY,
				KeyDescription.Role.PROMPT)) {
			String name = parameter.name().replaceAll("[_$-]", "").toLowerCase(Locale.ROOT);
			if (parameter.decided()) {
				continue;
			}
			if (PER_CALL.contains(name)) {
				warnings.add(warning(parameters, parameter, "it differs in every call, so that no answer is used twice."
						+ " Mark it @LlmIgnore when the answer does not depend on it, or say by key= what is in the key"));
			}
			else if (PER_USER.contains(name)) {
				warnings.add(warning(parameters, parameter, "every user gets answers of their own. "
						+ "Mark it @LlmIgnore when the answer does not depend on it, @LlmTenant when it must not be shared, or say by key= what is in the key"));
			}
		}
		return List.copyOf(warnings);
	}

	private static String warning(MethodParameters parameters, MethodParameters.Parameter parameter, String effect) {
		return parameters.label() + ": parameter '" + parameter.name()
				+ "' is part of the key and would ruin the hit rate: " + effect;
	}

}

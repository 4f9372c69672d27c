package io.llmcache.store;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmcache.store.Concern.Kind;
import io.llmcache.store.Primary.Answer;

/**
 * What it means that a server does not take a write.
 */
final class RefusedWrite {

	private static final Pattern KIND = Pattern.compile("[A-Z]+");

	private RefusedWrite() {
	}

	/**
	 * What an operator should mend.
	 * @param primary the server
	 * @param write its answer to a write, which is an error of another kind where writes
	 * are taken
	 * @param known what else was found there
	 */
	static Optional<Concern> concern(Primary primary, Answer write, List<Concern> known) {
		Matcher kind = KIND.matcher(write.refusal().orElse(""));
		if (!kind.lookingAt()) {
			return Optional.empty();
		}
		return switch (kind.group()) {
			case "ERR", "NOPERM" -> Optional.empty();
			case "READONLY" -> unless(known, ServerInfo.readOnly(primary.address()));
			case "MOVED" -> primary.isOneOfMany() ? Optional.empty() : unless(known, ClusterState.asOneServer());
			case "CLUSTERDOWN" -> unless(known, ClusterState.incomplete());
			case "OOM" -> refused(primary, "OOM", "Raise maxmemory, or set maxmemory-policy to one that evicts");
			case "MISCONF" ->
				refused(primary, "MISCONF", "Redis cannot save to disk: its log says why (full, no right to write)");
			case "NOREPLICAS" -> refused(primary, "NOREPLICAS",
					"Bring replicas back: min-replicas-to-write asks for more than there are");
			default -> refused(primary, kind.group(), "The log of Redis says more");
		};
	}

	private static Optional<Concern> unless(List<Concern> known, Concern concern) {
		return known.stream().anyMatch((one) -> one.kind() == concern.kind() && one.where().equals(concern.where()))
				? Optional.empty() : Optional.of(concern);
	}

	private static Optional<Concern> refused(Primary primary, String kind, String remedy) {
		return Optional.of(new Concern(Kind.WRITES_REFUSED, primary.address(),
				"Redis refuses writes (" + kind + "): stored answers are served, new ones are not stored", remedy));
	}

}

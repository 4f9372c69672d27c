package io.llmcache.semantic.queryengine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmcache.key.Digest;
import io.llmcache.store.ModuleCommands;
import org.jspecify.annotations.Nullable;

/**
 * A document that the engine found. The nearest comes first.
 *
 * @param digest its digest
 * @param cosine to the question
 */
record Neighbour(Digest digest, double cosine) implements Comparable<Neighbour> {

	/** The field of a reply that holds one minus the cosine. */
	static final String DISTANCE = "d";

	/**
	 * The neighbours in a reply of FT.SEARCH. What has expired meanwhile comes without a
	 * distance, and is left out like everything else that is no document.
	 * @param reply the number of results, then names and fields in turn (RESP2), or a map
	 * (RESP3)
	 * @param documents what the names of documents start with
	 */
	static Stream<Neighbour> read(List<? extends @Nullable Object> reply, String documents) {
		if (!reply.isEmpty() && reply.get(0) instanceof Long) {
			return IntStream.range(0, (reply.size() - 1) / 2)
				.mapToObj((i) -> read(reply.get(2 * i + 1), reply.get(2 * i + 2), documents))
				.flatMap(Optional::stream);
		}
		List<?> results = (ModuleCommands.map(reply).get("results") instanceof List<?> list) ? list : List.of();
		return results.stream()
			.map(ModuleCommands::map)
			.map((result) -> read(result.get("id"), result.get("extra_attributes"), documents))
			.flatMap(Optional::stream);
	}

	private static Optional<Neighbour> read(@Nullable Object name, @Nullable Object fields, String documents) {
		Map<String, @Nullable Object> values = ModuleCommands.map(fields);
		double distance = ModuleCommands.number(values.get(DISTANCE));
		if (Double.isNaN(distance)) {
			return Optional.empty();
		}
		return digest(String.valueOf(name), documents).map((digest) -> new Neighbour(digest, 1 - distance));
	}

	/** Anybody may have put a hash of another name under the prefix. */
	private static Optional<Digest> digest(String name, String documents) {
		boolean shaped = name.startsWith(documents + "{") && name.endsWith("}")
				&& name.length() == documents.length() + 2 * Digest.LENGTH + 2;
		try {
			return shaped ? Optional.of(Digest.ofHex(name.substring(documents.length() + 1, name.length() - 1)))
					: Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	@Override
	public int compareTo(Neighbour other) {
		return Double.compare(other.cosine, this.cosine);
	}

}

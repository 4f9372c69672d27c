package io.llmcache.semantic.queryengine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.llmcache.key.Digest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What is made of replies, whatever the protocol and whoever wrote the keys.
 */
class NeighbourTests {

	private static final String DOCUMENTS = "llm:1:s:model:";

	private static final Digest ONE = Digest.ofHex("11".repeat(32));

	private static final Digest TWO = Digest.ofHex("22".repeat(32));

	@Test
	void namesAndFieldsInTurn() {
		List<Neighbour> neighbours = read(2L, name(ONE), List.of("d", "0.25"), name(TWO), List.of("d", "0"));
		assertThat(neighbours).extracting(Neighbour::digest).containsExactly(ONE, TWO);
		assertThat(neighbours.get(0).cosine()).isEqualTo(0.75, within(1e-9));
		assertThat(neighbours.stream().sorted()).extracting(Neighbour::digest).containsExactly(TWO, ONE);
	}

	@Test
	void aMap() {
		List<Neighbour> neighbours = read("attributes", List.of(), "total_results", 1L, "results",
				List.of(List.of("id", name(ONE), "extra_attributes", List.of("d", 0.25), "values", List.of())),
				"warning", List.of());
		assertThat(neighbours).containsExactly(new Neighbour(ONE, 0.75));
	}

	@Test
	void nothing() {
		assertThat(read(0L)).isEmpty();
		assertThat(read()).isEmpty();
		assertThat(read("results", List.of())).isEmpty();
		assertThat(read("something", "else")).isEmpty();
		assertThat(read("alone")).isEmpty();
	}

	@Test
	void whatExpiredMeanwhileHidesNobody() {
		assertThat(read(3L, name(ONE), null, name(ONE), List.of(), name(TWO), List.of("d", "0.5")))
			.containsExactly(new Neighbour(TWO, 0.5));
		assertThat(read("results",
				List.of(Arrays.asList("id", name(ONE), "extra_attributes", null),
						List.of("id", name(TWO), "extra_attributes", List.of("d", "0.5")))))
			.containsExactly(new Neighbour(TWO, 0.5));
	}

	@Test
	void whatIsNoDocumentIsLeftOut() {
		List<Object> reply = new ArrayList<>(List.of(8L));
		for (String name : List.of(DOCUMENTS, DOCUMENTS + "{stray}", DOCUMENTS + "{" + "zz".repeat(32) + "}",
				DOCUMENTS + ONE.hex(), "other:{" + ONE.hex() + "}", DOCUMENTS + "{" + ONE.hex() + "}x", "")) {
			reply.addAll(List.of(name, List.of("d", "0.1")));
		}
		reply.addAll(List.of(name(TWO), List.of("d", "nan"), name(ONE), List.of("d", "many")));
		assertThat(Neighbour.read(reply, DOCUMENTS)).isEmpty();
	}

	private static String name(Digest digest) {
		return DOCUMENTS + "{" + digest.hex() + "}";
	}

	private static List<Neighbour> read(Object... reply) {
		return Neighbour.read(Arrays.asList(reply), DOCUMENTS).toList();
	}

}

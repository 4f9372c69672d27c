package io.llmcache.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ArrivalStreamTests {

	/** Four degrees are a cosine of 0.9976, five of 0.9962. */
	private static final double THRESHOLD = 0.997;

	@TempDir
	private Path directory;

	private final FakeEmbedder embedder = new FakeEmbedder();

	@Test
	void whatIsNearIsServedAndNotCached() throws Exception {
		this.embedder.at(0, "open an account").at(4, "opening accounts").at(8, "start with an account");
		ArrivalStream stream = replay("open an account:open", "opening accounts:open", "start with an account:open");
		// The third is near the second only, which was served and thus is not there.
		assertThat(told(stream)).containsExactly("open an account > opening accounts, cosine");
	}

	@Test
	void nearestOfTheCachedIsServed() throws Exception {
		this.embedder.at(0, "open an account").at(5, "opening accounts").at(3, "start with an account");
		ArrivalStream stream = replay("open an account:open", "opening accounts:open", "start with an account:open");
		assertThat(told(stream)).containsExactly("opening accounts > start with an account, cosine");
		assertThat(stream.hits().get(0).cosine()).isGreaterThan(0.999);
	}

	@Test
	void guardLetsTheNextCandidateServe() throws Exception {
		this.embedder.at(0, "how do I pay 20 euros").at(4, "how do I pay 30 euros").at(3, "ways to pay 20 euros");
		ArrivalStream stream = replay("how do I pay 20 euros:20", "how do I pay 30 euros:30",
				"ways to pay 20 euros:20");
		assertThat(told(stream)).containsExactly("how do I pay 20 euros > ways to pay 20 euros, cosine");
		assertThat(stream.vetoes()).containsEntry("numbers", 2);
	}

	@Test
	void sameKeyIsServedWhateverTheVectors() throws Exception {
		ArrivalStream stream = replay("What is the capital of France?:paris",
				"Tell me the capital city of France.:paris");
		assertThat(told(stream))
			.containsExactly("What is the capital of France? > Tell me the capital city of France., key");
	}

	@Test
	void sameWordsGetTheSameAnswerAgain() throws Exception {
		this.embedder.at(0, "open an account").at(4, "opening accounts");
		ArrivalStream stream = replay("open an account:open", "opening accounts:other", "opening accounts:other");
		assertThat(told(stream)).containsExactly("open an account > opening accounts, cosine",
				"open an account > opening accounts, repeat");
		assertThat(stream.hits()).allMatch(Hit::isWrong);
	}

	@Test
	void ordersAreOfTheSameQuestionsAndDiffer() {
		List<LabelledText> arrivals = Stream.of("a", "b", "c", "d", "e", "f")
			.map((text) -> new LabelledText(text, text))
			.toList();
		List<List<LabelledText>> orders = StreamAccuracy.orders(arrivals, 6, 2);
		assertThat(orders.get(0)).containsExactlyInAnyOrderElementsOf(arrivals).isNotEqualTo(orders.get(1));
		assertThat(StreamAccuracy.orders(arrivals, 3, 2).get(1)).isEqualTo(orders.get(1).subList(0, 3));
	}

	private ArrivalStream replay(String... arrivals) throws Exception {
		List<LabelledText> questions = Stream.of(arrivals).map((one) -> {
			int end = one.lastIndexOf(':');
			return new LabelledText(one.substring(0, end), one.substring(end + 1));
		}).toList();
		List<String> texts = questions.stream().map(LabelledText::text).distinct().toList();
		try (TextVectors vectors = new TextVectors(this.embedder, this.directory)) {
			vectors.embed(texts, new Report(System.out));
			ArrivalStream stream = new ArrivalStream(new Decision(THRESHOLD, Set.of()),
					new Neighbours(texts, vectors, THRESHOLD));
			questions.forEach(stream::arrive);
			return stream;
		}
	}

	private static List<String> told(ArrivalStream stream) {
		return stream.hits()
			.stream()
			.map((hit) -> hit.answered().text() + " > " + hit.asked().text() + ", " + hit.way())
			.toList();
	}

}

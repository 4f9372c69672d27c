package io.llmcache.sample.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one thing that the demo model knows besides banking: some capitals. So a question
 * that everybody knows the answer to gets it, and the one that differs by the country
 * alone gets another.
 */
final class Capitals {

	private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]+");

	private static final Map<String, String> REPLIES = Map.ofEntries(
			Map.entry("australia", "The capital of Australia is Canberra."),
			Map.entry("austria", "The capital of Austria is Vienna."),
			Map.entry("canada", "The capital of Canada is Ottawa."),
			Map.entry("france", "The capital of France is Paris."),
			Map.entry("germany", "The capital of Germany is Berlin."),
			Map.entry("india", "The capital of India is New Delhi."),
			Map.entry("italy", "The capital of Italy is Rome."), Map.entry("japan", "The capital of Japan is Tokyo."),
			Map.entry("kenya", "The capital of Kenya is Nairobi."),
			Map.entry("poland", "The capital of Poland is Warsaw."),
			Map.entry("portugal", "The capital of Portugal is Lisbon."),
			Map.entry("spain", "The capital of Spain is Madrid."));

	private Capitals() {
	}

	/**
	 * The reply to a question for the capital of one country.
	 * @param question the question
	 */
	static Optional<String> reply(String question) {
		List<String> words = Arrays.asList(NO_LETTER.split(question.toLowerCase(Locale.ROOT)));
		List<String> replies = words.stream().filter(REPLIES::containsKey).distinct().map(REPLIES::get).toList();
		return (words.contains("capital") && replies.size() == 1) ? Optional.of(replies.get(0)) : Optional.empty();
	}

}

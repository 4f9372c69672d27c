package io.llmcache.semantic.question;

import io.llmcache.QuestionFamily;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

import io.llmcache.semantic.QuestionNormaliser;

/**
 * Tells the same English question in other words by rules: "Tell me the capital city of
 * France." asks what "What is the capital of France?" asks. The rules, with examples of
 * what they must and must not take for the same, are the text files beside this class.
 * <p>
 * They know ways of asking, not facts: what is asked for keeps every word, number, sign
 * and negation. What is not understood is kept as it is: other languages, code, quoted
 * text, several lines, texts longer than {@value #LONGEST} characters. A capital is
 * ignored only in words that are known to mean the same without it. Immutable.
 */
public final class EnglishQuestions implements QuestionNormaliser {

	/** More characters than this are a text, not a question. */
	static final int LONGEST = 4_000;

	// Counts changes in what the code does with the rules; the hash knows the rules.
	private static final String VERSION = "english-1";

	private final EnglishRules rules;

	private final String id;

	/**
	 * Creates it with the rules that are always on.
	 */
	public EnglishQuestions() {
		this(QuestionSettings.defaults());
	}

	/**
	 * Creates it with more rules or words.
	 * @param settings families and words to add
	 * @throws io.llmcache.LlmCacheConfigurationException when the words contradict each
	 * other
	 */
	public EnglishQuestions(QuestionSettings settings) {
		this.rules = new EnglishRules(settings);
		this.id = VERSION + "-" + fingerprint(settings);
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String canonical(String prompt) {
		return (prompt.length() > LONGEST) ? prompt : this.rules.rewrite(prompt).form();
	}

	private static String fingerprint(QuestionSettings settings) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			EnglishRules.FILES.forEach((file) -> RuleFile.read(file).lines().forEach((line) -> update(digest, line)));
			settings.families().stream().map(QuestionFamily::label).sorted().forEach((label) -> update(digest, label));
			new TreeMap<>(settings.words()).forEach((phrase, same) -> update(digest, phrase + " -> " + same));
			return HexFormat.of().formatHex(digest.digest(), 0, 6);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void update(MessageDigest digest, String line) {
		digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
	}

}

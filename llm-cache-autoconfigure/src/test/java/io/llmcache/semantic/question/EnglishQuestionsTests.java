package io.llmcache.semantic.question;

import io.llmcache.QuestionFamily;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.llmcache.LlmCacheConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EnglishQuestionsTests {

	private static final EnglishQuestions QUESTIONS = new EnglishQuestions();

	@Test
	void thePlainestParaphraseHasTheSameKey() {
		assertThat(QUESTIONS.canonical("Tell me the capital city of France."))
			.isEqualTo(QUESTIONS.canonical("What is the capital of France?"))
			.isEqualTo("what is the capital of france");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			What  is   the capital of France ? | what is the capital of france
			Hi there! How do I reset my PIN? Thanks. | how to reset my pin
			My card is lost. What can I do? | my card is lost . what can i do
			What is 5! | what is 5 !
			What is C++? | what is C++
			How much is $5 + 3%? | how much is $5 + 3%
			Who is Dr. Smith? | who is Dr. Smith
			When does it start, at 5 p.m.? | when does it start , at 5 p.m
			""")
	void keysAreQuestionsThatCanBeRead(String prompt, String key) {
		assertThat(QUESTIONS.canonical(prompt)).isEqualTo(key);
	}

	@Test
	void curlyApostrophesAreApostrophes() {
		assertThat(QUESTIONS.canonical("What\u2019s the time in Rome?"))
			.isEqualTo(QUESTIONS.canonical("What's the time in Rome?"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Was ist die Hauptstadt von Frankreich?", "Hola, por favor", "  France  ",
			"Wie heisst du?", "\u4ec0\u4e48\u662f\u9996\u90fd?", "What is \u041c\u043e\u0441\u043a\u0432\u0430?",
			"How do I fix this?\nint a = b;", "What does `the` do?", "Answer {question} please",
			"Translate this: the house", "What is \"the the\"?", "What is 'the the'?",
			"Fix what is wrong. Spell the words.", "What is 2*3?", "What does ! do?",
			"What is the difference between . and ?", "| the | a |", "what\tis" })
	void whatIsNotUnderstoodIsItsOwnKey(String prompt) {
		assertThat(QUESTIONS.canonical(prompt)).isEqualTo(prompt);
	}

	@ParameterizedTest
	@ValueSource(strings = { "please", "Please.", "Hi", "hello, thanks", "the", "What?", "what", "?", "...", "!?", "'",
			"Thank you!", "Hello! Thank you.", "Help me. Please help.", "a", "tell me", "Can you help me?",
			"what , please", "may i" })
	void aKeyIsNeverEmpty(String prompt) {
		assertThat(QUESTIONS.canonical(prompt)).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n" })
	void anEmptyPromptIsItself(String prompt) {
		assertThat(QUESTIONS.canonical(prompt)).isEqualTo(prompt);
	}

	@Test
	void theIdTellsWhatTheRulesAre() {
		QuestionSettings settings = QuestionSettings.defaults();
		Stream<QuestionSettings> others = Stream.of(settings, settings.withFamilies(QuestionFamily.MY_YOUR),
				settings.withFamilies(QuestionFamily.WANT_TO),
				settings.withFamilies(QuestionFamily.WANT_TO, QuestionFamily.MY_YOUR),
				settings.withWords(Map.of("sso", "single sign-on")), settings.withWords(Map.of("sso", "sign-on")));
		assertThat(others.map((other) -> new EnglishQuestions(other).id())).doesNotHaveDuplicates()
			.allMatch((id) -> id.matches("english-\\d+-[0-9a-f]{12}"));
	}

	@Test
	void theIdIsTheSameWhereTheRulesAre() {
		QuestionSettings one = new QuestionSettings(Set.of(QuestionFamily.MY_YOUR), Map.of("sso", "single sign-on"));
		QuestionSettings other = new QuestionSettings(Set.of(QuestionFamily.MY_YOUR), Map.of("sso", "single sign-on"));
		assertThat(new EnglishQuestions(one).id()).isEqualTo(new EnglishQuestions(other).id());
	}

	@Test
	void ownWordsAreTheSame() {
		EnglishQuestions questions = withWords(
				Map.of("sso", "single sign-on", "Okta login", "SSO", "pay slip", "payroll"));
		assertThat(questions.canonical("How do I set up SSO?"))
			.isEqualTo(questions.canonical("How can I set up Okta login?"))
			.isEqualTo(questions.canonical("How to set up Single sign-on"))
			.isNotEqualTo(questions.canonical("How do I set up payroll?"));
		assertThat(questions.canonical("Where is my pay slip?")).isEqualTo(questions.canonical("Where is my payroll?"));
		assertThat(QUESTIONS.canonical("Where is my pay slip?"))
			.isNotEqualTo(QUESTIONS.canonical("Where is my payroll?"));
	}

	@ParameterizedTest
	@CsvSource({ "'',x", "' ',x", "sso,''", "sso,' '", "?,x", "sso,!", "'what?',x", "{a},b", "a,'b, c'" })
	void wordsThatCannotWorkAreRefused(String phrase, String same) {
		assertThatExceptionOfType(LlmCacheConfigurationException.class)
			.isThrownBy(() -> withWords(Map.of(phrase, same)))
			.satisfies((ex) -> assertThat(ex.remedy()).isNotBlank());
	}

	@Test
	void wordsThatLeadInACircleAreRefused() {
		assertThatExceptionOfType(LlmCacheConfigurationException.class)
			.isThrownBy(() -> withWords(Map.of("a1", "b1", "b1", "a1")))
			.withMessageContaining("leads back to itself");
	}

	@Test
	void wordsThatContradictEachOtherAreRefused() {
		assertThatExceptionOfType(LlmCacheConfigurationException.class)
			.isThrownBy(() -> withWords(Map.of("SSO", "single sign-on", "sso", "special officer")))
			.withMessageContaining("given twice");
	}

	@ParameterizedTest
	@CsvSource({ "cards,card", "boxes,box", "fees,fee", "currencies,currency", "watches,watch", "classes,class" })
	void stemmingTakesPluralsTogether(String plural, String singular) {
		EnglishQuestions questions = new EnglishQuestions(
				QuestionSettings.defaults().withFamilies(QuestionFamily.STEMMING));
		assertThat(questions.canonical("Where can I see my " + plural + "?"))
			.isEqualTo(questions.canonical("Where can I see my " + singular + "?"));
		assertThat(QUESTIONS.canonical("Where can I see my " + plural + "?"))
			.isNotEqualTo(QUESTIONS.canonical("Where can I see my " + singular + "?"));
	}

	@ParameterizedTest
	@CsvSource({ "status,statu", "charged,charge", "address,addres", "this,thi", "US,U" })
	void stemmingLeavesOtherEndings(String word, String other) {
		EnglishQuestions questions = new EnglishQuestions(
				QuestionSettings.defaults().withFamilies(QuestionFamily.STEMMING));
		assertThat(questions.canonical("Where is my " + word + " now?"))
			.isNotEqualTo(questions.canonical("Where is my " + other + " now?"));
	}

	private static EnglishQuestions withWords(Map<String, String> words) {
		return new EnglishQuestions(QuestionSettings.defaults().withWords(words));
	}

}

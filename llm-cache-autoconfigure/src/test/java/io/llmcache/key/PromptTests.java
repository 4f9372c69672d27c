package io.llmcache.key;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.sun.management.ThreadMXBean;
import io.llmcache.BypassReason;
import io.llmcache.LlmPrompt;
import io.llmcache.Normalise;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.llmcache.key.KeyTestMethods.digest;
import static io.llmcache.key.KeyTestMethods.key;
import static io.llmcache.key.KeyTestMethods.keys;
import static io.llmcache.key.KeyTestMethods.none;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of prompts: their characters, their size, what is evened out.
 */
class PromptTests {

	private final OperationKeys keys = keys(Methods.class, "answer");

	@Test
	@Fault("K2")
	void differentCharactersAreDifferentPrompts(Seen seen) {
		assertAllDifferent(List.of("\u00e9", "e\u0301", "\u00e9\u200d", "\ufeff\u00e9", "a\r\nb", "a\nb", "a\rb",
				"\ud83d\udc69\u200d\ud83d\udcbb", "\ud83d\udc69\ud83d\udcbb", "a", "\uff41", "", " ", "\u0000"));
		seen.that("14 texts, 14 keys");
	}

	@Test
	@Fault("K2")
	void loneSurrogatesAreNoQuestionMarks(Seen seen) {
		assertAllDifferent(List.of("?", "\ud800", "\udc00", "\ud801", "\ud800\udc00", "\udc00\ud800", "\ufffd", "??",
				"\ud800?", "?\ud800", "\ud83d\ude00", "\ud83d", "\ude00\ud83d"));
		seen.that("13 texts, 13 keys");
	}

	@ParameterizedTest
	@Fault("K2")
	@ValueSource(ints = { TextChunks.CHUNK - 1, TextChunks.CHUNK, TextChunks.CHUNK + 1, 3 * TextChunks.CHUNK })
	void aPromptOfSeveralChunksCountsInFull(int length) {
		String start = "a".repeat(length - 1);
		assertAllDifferent(List.of(start, start + "?", start + "b", start + "\ud83d\ude00", start + "\ud83d",
				start + "\ude00", start + "\u00e9", "\u4e2d" + start, "\ud83d\ude00" + start, start + "aaa",
				start.replaceFirst("a", "\ud83d")));
	}

	@Test
	@Fault("K2")
	void latinAndOtherCharactersOfEqualBytesAreDifferent() {
		assertAllDifferent(List.of("\u4142", "AB", "BA", "\u4241"));
	}

	@Test
	@Fault("K1")
	void theGarbageOfAPromptDoesNotGrowWithIt(Seen seen) {
		String prompt = "x".repeat(5_000_000);
		digest(this.keys, prompt);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		CacheKey key = key(this.keys, prompt);
		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(key.digest().hex()).hasSize(64);
		assertThat(key.prompt()).isSameAs(prompt);
		assertThat(allocated).isLessThan(prompt.length() / 10);
		seen.that("5 MB: a key of 64 digits, less than 0.5 MB of garbage");
	}

	@Test
	@Fault("K1")
	void aPromptBeyondTheLimitHasNoKey() {
		OperationKeys keys = keys(Methods.class, "answer", Policies.STANDARD.maxKeyBytes(1000));
		assertThat(digest(keys, "x".repeat(900))).isNotNull();
		assertThat(none(keys, "x".repeat(1001)).reason()).isEqualTo(BypassReason.KEY_TOO_LARGE);
		assertThat(none(keys, "\u4e2d".repeat(600)).reason()).isEqualTo(BypassReason.KEY_TOO_LARGE);
	}

	@Test
	@Fault("K1")
	void theLimitHoldsForAllArgumentsTogether() {
		OperationKeys keys = keys(Methods.class, "withContext", Policies.STANDARD.maxKeyBytes(1000));
		List<Object> context = List.of("x".repeat(500));
		assertThat(digest(keys, "x".repeat(300), context)).isNotNull();
		assertThat(none(keys, "x".repeat(600), context).reason()).isEqualTo(BypassReason.KEY_TOO_LARGE);
		assertThat(none(keys, "x", List.of(Set.of("x".repeat(600)), Set.of("y".repeat(600)))).reason())
			.isEqualTo(BypassReason.KEY_TOO_LARGE);
	}

	@Test
	@Fault("K1")
	void aGraphThatSharesItsPartsEndsAtTheLimit() {
		OperationKeys keys = keys(Methods.class, "withContext", Policies.STANDARD.maxKeyBytes(100_000));
		List<Object> graph = List.of();
		for (int i = 0; i < 31; i++) {
			graph = List.of(graph, graph);
		}
		assertThat(none(keys, "x", graph).reason()).isEqualTo(BypassReason.KEY_TOO_LARGE);
	}

	@Test
	@Fault("K2")
	void whiteSpaceIsEvenedOutOnDemand() {
		OperationKeys keys = keys(Methods.class, "answer", Policies.STANDARD.normalise(Normalise.WHITESPACE));
		assertThat(key(keys, " how\t are\r\n\u00a0you ? ").prompt()).isEqualTo("how are you ?");
		assertThat(digest(keys, " a  b ")).isEqualTo(digest(keys, "a b")).isNotEqualTo(digest(keys, "A b"));
		assertThat(digest(this.keys, " a  b ")).isNotEqualTo(digest(this.keys, "a b"));
	}

	@Test
	void caseIsEvenedOutOnDemand() {
		OperationKeys keys = keys(Methods.class, "answer", Policies.STANDARD.normalise(Normalise.WHITESPACE_CASE));
		assertThat(digest(keys, "WIE  geht's \u00c4\u03a3")).isEqualTo(digest(keys, "wie geht's \u00e4\u03c2"));
		assertThat(digest(keys, "\ud801\udc00")).isEqualTo(digest(keys, "\ud801\udc28"));
	}

	@Test
	void otherArgumentsAreNeverEvenedOut() {
		OperationKeys keys = keys(Methods.class, "withContext", Policies.STANDARD.normalise(Normalise.WHITESPACE_CASE));
		assertThat(digest(keys, "a", List.of("B"))).isEqualTo(digest(keys, " A", List.of("B")))
			.isNotEqualTo(digest(keys, "a", List.of("b")));
	}

	@Test
	void severalPromptsAreJoinedInOrder() {
		OperationKeys keys = keys(Methods.class, "two");
		assertThat(key(keys, "a", "b").prompt()).isEqualTo("a\nb");
		assertAllDifferentDigests(digest(keys, "a", "b"), digest(keys, "b", "a"), digest(keys, "a\nb", ""),
				digest(keys, "a\nb", null), digest(keys, null, "a\nb"), digest(keys, null, null));
	}

	@Test
	void thePromptIsInTheDigestAndNotInTheScope() {
		CacheKey one = key(this.keys, "a");
		CacheKey other = key(this.keys, "b");
		assertThat(one.scope()).isEqualTo(other.scope());
		assertThat(one.digest()).isNotEqualTo(other.digest()).isNotEqualTo(one.scope());
	}

	@Test
	@Fault("K6")
	void aMissingPromptIsNotAnEmptyOne() {
		Keyed missing = this.keys.key(new Object[] { null }, Given.NOTHING);
		assertThat(((CacheKey) missing).prompt()).isEmpty();
		assertAllDifferentDigests(((CacheKey) missing).digest(), digest(this.keys, ""), digest(this.keys, "null"));
	}

	private void assertAllDifferent(List<String> prompts) {
		List<Digest> digests = new ArrayList<>();
		prompts.forEach((prompt) -> digests.add(digest(this.keys, prompt)));
		prompts.forEach((prompt) -> assertThat(digests).contains(digest(this.keys, new String(prompt.toCharArray()))));
		assertThat(digests).doesNotHaveDuplicates();
	}

	private static void assertAllDifferentDigests(Digest... digests) {
		assertThat(digests).doesNotHaveDuplicates();
	}

	static class Methods {

		String answer(String question) {
			return "";
		}

		String withContext(String question, List<Object> context) {
			return "";
		}

		String two(@LlmPrompt String system, @LlmPrompt String question) {
			return "";
		}

	}

}

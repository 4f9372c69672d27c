package io.llmcache.autoconfigure;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.llmcache.LlmCacheEvict;
import io.llmcache.LlmCached;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTenant;
import io.llmcache.test.Fault;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every annotation that cannot work stops the start and says where, why and what to do.
 */
class RefusedAnnotationsTests {

	@ParameterizedTest(name = "{0}")
	@Fault({ "E7", "K4" })
	@MethodSource
	void stopsTheStart(Class<?> bean, String where, String problem, String remedy) {
		CacheContexts.runner().withBean(bean).run((context) -> {
			FailureAnalysis refusal = CacheContexts.refusal(context);

			assertThat(refusal.getDescription()).contains(bean.getSimpleName() + where).contains(problem);
			assertThat(refusal.getAction()).contains(remedy);
		});
	}

	static Stream<Arguments> stopsTheStart() {
		return Stream.of(arguments(PrivateMethod.class, ".answer", "a private method cannot be cached", "public"),
				arguments(StaticMethod.class, ".answer", "a static method cannot be cached", "method of a bean"),
				arguments(FinalMethod.class, ".answer", "a final method cannot be cached", "Take the final away"),
				arguments(FinalClass.class, ".answer", "a final class cannot be cached", "Take the final away"),
				arguments(RecordClass.class, ".answer", "a final class cannot be cached", "Take the final away"),
				arguments(VoidMethod.class, ".answer", "returns nothing", "Return the answer"),
				arguments(BoxedVoid.class, ".answer", "returns nothing", "Return the answer"),
				arguments(Suspended.class, ".answer", "a suspend function cannot be cached", "LlmCaches.call"),
				arguments(ObjectValue.class, ".answer", "Object", "Declare"),
				arguments(WildcardValue.class, ".answer", "?", "Declare"),
				arguments(RawOptional.class, ".answer", "Optional", "type"),
				arguments(StreamValue.class, ".answer", "Stream", "Collect it"),
				arguments(StreamArgument.class, ".answer", "InputStream", ""),
				arguments(TextInNumber.class, ".answer", "@LlmPrompt is for text", "Mark a String parameter"),
				arguments(TwoTenants.class, ".answer", "second @LlmTenant", "one parameter"),
				arguments(BadCacheName.class, ".answer", "'a{b}' is no name for a cache", "Use 1 to 64"),
				arguments(BadVersion.class, ".answer", "'v 1' is no prompt version", "Use 1 to 64"),
				arguments(BadTtl.class, ".answer", "ttl = \"soon\" is no duration", "30m"),
				arguments(NoTtl.class, ".answer", "ttl: PT0S is not positive", "Use a positive duration"),
				arguments(EndlessTtl.class, ".answer", "ttl: PT24000000H is more than a hundred years", "36500d"),
				arguments(BadExpression.class, ".answer", "condition is no SpEL expression", "Correct it"),
				arguments(UnknownVariable.class, ".answer", "key names #questoin", "Use one of #a0, #question"),
				arguments(ResultTooEarly.class, ".answer", "condition names #result", "Use one of"),
				arguments(CachedAndEvicting.class, ".answer", "cannot be cached and evict", "Evict in a method"),
				arguments(BadType.class, ".answer", "ttl = \"soon\" is no duration", "30m"),
				arguments(NothingToEvict.class, ".forget", "no @LlmCached operation in cache 'nowhere'",
						"Name the cache and the operation"),
				arguments(AmbiguousEvict.class, ".forget", "cache 'default' has 2 operations", "Set operation ="),
				arguments(OtherParameters.class, ".forget", "has 2 key parameters", "Take the same key parameters"),
				arguments(PrivateEvict.class, ".forget", "a private method cannot", "public"),
				arguments(NoSuchProperty.class, ".answer", "\"${desk.nowhere}\" names a property that is not set",
						"${name:default}"),
				arguments(BadEvictCache.class, ".forget", "'a b' is no name for a cache", "Use 1 to 64"));
	}

	static class PrivateMethod {

		@LlmCached
		@SuppressWarnings("UnusedMethod")
		private String answer(String question) {
			return question;
		}

	}

	static class StaticMethod {

		@LlmCached
		public static String answer(String question) {
			return question;
		}

	}

	static class FinalMethod {

		@LlmCached
		public final String answer(String question) {
			return question;
		}

	}

	static final class FinalClass {

		@LlmCached
		public String answer(String question) {
			return question;
		}

	}

	record RecordClass() {

		@LlmCached
		public String answer(String question) {
			return question;
		}

	}

	static class VoidMethod {

		@LlmCached
		public void answer(String question) {
		}

	}

	static class BoxedVoid {

		@LlmCached
		public @Nullable Void answer(String question) {
			return null;
		}

	}

	static class Suspended {

		@LlmCached
		public Object answer(String question, Continuation<String> continuation) {
			return question;
		}

	}

	static class ObjectValue {

		@LlmCached
		public Object answer(String question) {
			return question;
		}

	}

	static class WildcardValue {

		@LlmCached
		public List<?> answer(String question) {
			return List.of(question);
		}

	}

	static class RawOptional {

		@LlmCached
		@SuppressWarnings("rawtypes")
		public Optional answer(String question) {
			return Optional.of(question);
		}

	}

	static class StreamValue {

		@LlmCached
		public Stream<String> answer(String question) {
			return Stream.of(question);
		}

	}

	static class StreamArgument {

		@LlmCached
		public String answer(InputStream question) {
			return "";
		}

	}

	static class TextInNumber {

		@LlmCached
		public String answer(@LlmPrompt int question) {
			return "";
		}

	}

	static class TwoTenants {

		@LlmCached
		public String answer(String question, @LlmTenant String one, @LlmTenant String two) {
			return question;
		}

	}

	static class BadCacheName {

		@LlmCached(cache = "a{b}")
		public String answer(String question) {
			return question;
		}

	}

	static class BadVersion {

		@LlmCached(promptVersion = "v 1")
		public String answer(String question) {
			return question;
		}

	}

	static class BadTtl {

		@LlmCached(ttl = "soon")
		public String answer(String question) {
			return question;
		}

	}

	static class NoTtl {

		@LlmCached(ttl = "0s")
		public String answer(String question) {
			return question;
		}

	}

	static class EndlessTtl {

		@LlmCached(ttl = "1000000d")
		public String answer(String question) {
			return question;
		}

	}

	static class BadExpression {

		@LlmCached(condition = "#question ==")
		public String answer(String question) {
			return question;
		}

	}

	static class UnknownVariable {

		@LlmCached(key = "#questoin")
		public String answer(String question) {
			return question;
		}

	}

	static class ResultTooEarly {

		@LlmCached(condition = "#result != null")
		public String answer(String question) {
			return question;
		}

	}

	static class CachedAndEvicting {

		@LlmCached
		@LlmCacheEvict(allEntries = true)
		public String answer(String question) {
			return question;
		}

	}

	@LlmCached(ttl = "soon")
	static class BadType {

		public String answer(String question) {
			return question;
		}

	}

	static class NothingToEvict {

		@LlmCacheEvict(cache = "nowhere")
		public void forget(String question) {
		}

	}

	static class AmbiguousEvict {

		@LlmCached
		public String answer(String question) {
			return question;
		}

		@LlmCached
		public String other(String question) {
			return question;
		}

		@LlmCacheEvict
		public void forget(String question) {
		}

	}

	static class OtherParameters {

		@LlmCached
		public String answer(String question) {
			return question;
		}

		@LlmCacheEvict
		public void forget(String question, Map<String, String> more) {
		}

	}

	static class PrivateEvict {

		@LlmCacheEvict(allEntries = true)
		@SuppressWarnings("UnusedMethod")
		private void forget() {
		}

	}

	static class BadEvictCache {

		@LlmCacheEvict(cache = "a b", allEntries = true)
		public void forget() {
		}

	}

	static class NoSuchProperty {

		@LlmCached(ttl = "${desk.nowhere}")
		public String answer(String question) {
			return question;
		}

	}

}

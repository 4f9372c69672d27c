package io.llmcache.key;

import java.util.List;

import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmIgnore;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTenant;
import io.llmcache.UnknownTemperature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.llmcache.key.KeyTestMethods.key;
import static io.llmcache.key.KeyTestMethods.keys;
import static io.llmcache.key.KeyTestMethods.method;
import static io.llmcache.key.KeyTestMethods.scheme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of methods that evict the answers of others.
 */
class EvictionKeysTests {

	private final OperationKeys cached = keys(Desk.class, "answer");

	@Test
	void equalArgumentsGiveTheKeyOfTheCachedOperation() {
		CacheKey key = key(this.cached, "q", "gpt", 0.0, "trace");
		assertThat(key(eviction("forget"), "q", "gpt", 0.0)).isEqualTo(key);
		assertThat(key(eviction("forgetBoxed"), "q", "gpt", 0.0)).isEqualTo(key);
		assertThat(key(eviction("forgetOtherwiseNamed"), "q", "gpt", 0.0, "x")).isEqualTo(key);
		assertThat(key(eviction("forget"), "q2", "gpt", 0.0)).isNotEqualTo(key);
	}

	@Test
	void parametersOfTheSameNamesMayComeInAnotherOrder() {
		assertThat(key(eviction("forgetReordered"), 0.0, "gpt", "q")).isEqualTo(key(this.cached, "q", "gpt", 0.0, "x"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "forgetLess", "forgetMore", "forgetOtherTypes", "forgetMarkedOtherwise", "forgetOfTenant" })
	void otherParametersStopTheStart(String method) {
		assertThatExceptionOfType(LlmCacheConfigurationException.class).isThrownBy(() -> eviction(method))
			.withMessageContaining("Desk." + method + "(")
			.withMessageContaining("Desk.answer(");
	}

	@Test
	void keyExpressionsAreInBothOrInNone() {
		assertThatExceptionOfType(LlmCacheConfigurationException.class)
			.isThrownBy(() -> scheme().forEviction(method(Desk.class, "forget"), Desk.class, this.cached, true, false));
		OperationSpec spec = KeyTestMethods.spec(Desk.class, "answer", Policies.STANDARD);
		OperationKeys expression = scheme()
			.forMethod(new OperationSpec(spec.method(), Desk.class, "", "", "String", spec.policy(), true, false));
		OperationKeys eviction = scheme().forEviction(method(Desk.class, "forgetLess"), Desk.class, expression, true,
				false);
		assertThat(eviction.key(new Object[] { "q" }, new Given("k", null)))
			.isEqualTo(expression.key(new Object[] { "q", "gpt", 0.0, "x" }, new Given("k", null)));
	}

	@Test
	void tenantsAreNamedByBoth() {
		OperationKeys cached = keys(Desk.class, "answerOfTenant");
		OperationKeys eviction = scheme().forEviction(method(Desk.class, "forgetOneOfTenant"), Desk.class, cached,
				false, false);
		assertThat(key(eviction, "t", "q")).isEqualTo(key(cached, "q", "t")).isNotEqualTo(key(cached, "q", "u"));
		assertThatExceptionOfType(LlmCacheConfigurationException.class)
			.isThrownBy(() -> scheme().forEviction(method(Desk.class, "forgetLess"), Desk.class, cached, false, false));
	}

	@Test
	void whatIsNotCachedNeedNotBeTurnedAway() {
		OperationKeys strict = keys(Desk.class, "answer", Policies.STANDARD.unknown(UnknownTemperature.BYPASS));
		OperationKeys eviction = scheme().forEviction(method(Desk.class, "forgetBoxed"), Desk.class, strict, false,
				false);
		assertThat(KeyTestMethods.keyed(eviction, "q", "gpt", null)).isInstanceOf(CacheKey.class);
		assertThat(eviction.warnings()).isEmpty();
		assertThat(eviction.operation()).isEqualTo(this.cached.operation());
	}

	private OperationKeys eviction(String method) {
		return new KeyScheme(Digester.sha256(), List.of(), List.of(), null).forEviction(method(Desk.class, method),
				Desk.class, this.cached, false, false);
	}

	static class Desk {

		String answer(@LlmPrompt String question, String model, double temperature, @LlmIgnore String trace) {
			return "";
		}

		String answerOfTenant(String question, @LlmTenant String tenant) {
			return "";
		}

		void forget(String question, String model, double temperature) {
		}

		void forgetBoxed(String question, String model, Double temperature) {
		}

		void forgetOtherwiseNamed(String text, String llm, double heat, @LlmIgnore String requestId) {
		}

		void forgetReordered(double temperature, String model, String question) {
		}

		void forgetLess(String question) {
		}

		void forgetMore(String question, String model, double temperature, String trace) {
		}

		void forgetOtherTypes(String question, String model, float temperature) {
		}

		void forgetMarkedOtherwise(String llm, @LlmPrompt String text, double heat) {
		}

		void forgetOfTenant(String question, String model, double temperature, @LlmTenant String tenant) {
		}

		void forgetOneOfTenant(@LlmTenant String tenant, String question) {
		}

	}

}

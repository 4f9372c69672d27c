package io.llmcache.key;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.BypassReason;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.Sampling;
import io.llmcache.Tools;
import io.llmcache.UnknownTemperature;
import io.llmcache.test.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.llmcache.key.KeyTestMethods.digest;
import static io.llmcache.key.KeyTestMethods.key;
import static io.llmcache.key.KeyTestMethods.none;
import static io.llmcache.key.KeyTestMethods.scheme;
import static io.llmcache.key.KeyTestMethods.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of what an application brings to its keys, and of requests made in code.
 */
class KeySchemeTests {

	private static final CacheRequest<String> REQUEST = CacheRequest.of("default", "op", String.class, "q");

	@Test
	@Fault("S10")
	void aSecretMakesDigestsThatNobodyElseCanMake() {
		OperationSpec spec = spec(Desk.class, "answer", Policies.STANDARD);
		CacheKey open = key(scheme().forMethod(spec), "q");
		CacheKey secret = key(secret("s").forMethod(spec), "q");
		assertThat(List.of(open.digest(), open.scope(), secret.digest(), secret.scope(),
				key(secret("t").forMethod(spec), "q").digest()))
			.doesNotHaveDuplicates();
		assertThat(key(secret("s").forMethod(spec), "q")).isEqualTo(secret);
		assertThat(secret("s").tenant("a")).isNotEqualTo(scheme().tenant("a")).isNotEqualTo(secret("t").tenant("a"));
		assertThatIllegalArgumentException().isThrownBy(() -> Digester.hmac(" "));
	}

	private static KeyScheme secret(String secret) {
		return new KeyScheme(Digester.hmac(secret), List.of(), List.of(), null);
	}

	@Test
	void manyThreadsMakeTheSameKeys() {
		for (Digester digester : List.of(Digester.sha256(), Digester.hmac("s"))) {
			OperationKeys keys = new KeyScheme(digester, List.of(), List.of(), null)
				.forMethod(spec(Desk.class, "answer", Policies.STANDARD));
			List<String> prompts = new ArrayList<>();
			for (int i = 0; i < 20_000; i++) {
				prompts.add("question " + i % 100);
			}
			assertThat(prompts.parallelStream().map((prompt) -> digest(keys, prompt)).distinct().count())
				.isEqualTo(100);
		}
	}

	@Test
	void contributorsAreAskedOncePerOperation() {
		AtomicInteger asked = new AtomicInteger();
		KeyScheme scheme = contributing((method, userClass) -> {
			asked.incrementAndGet();
			return Map.of("spring-ai.model", "gpt", "system", List.of(method.getName()));
		});
		OperationKeys keys = scheme.forMethod(spec(Desk.class, "answer", Policies.STANDARD));
		key(keys, "q");
		key(keys, "r");
		assertThat(asked).hasValue(1);
		assertThat(keys.describe().ambient()).containsExactly("spring-ai.model", "system");
		assertThat(keys.describe().model()).isEqualTo("fact 'spring-ai.model'");
	}

	@Test
	void factsOfContributorsTellAnswersApart() {
		OperationSpec spec = spec(Desk.class, "answer", Policies.STANDARD);
		assertThat(List.of(digest(contributing((method, userClass) -> Map.of("model", "a")).forMethod(spec), "q"),
				digest(contributing((method, userClass) -> Map.of("model", "b")).forMethod(spec), "q"),
				digest(contributing((method, userClass) -> Map.of("m", "a")).forMethod(spec), "q"),
				digest(contributing((method, userClass) -> Map.of("ma", "")).forMethod(spec), "q"),
				digest(scheme().forMethod(spec), "q")))
			.doesNotHaveDuplicates();
	}

	@Test
	void factsWithoutCanonicalFormStopTheStart() {
		assertThatExceptionOfType(LlmCacheConfigurationException.class)
			.isThrownBy(() -> contributing((method, userClass) -> Map.of("model", new Object()))
				.forMethod(spec(Desk.class, "answer", Policies.STANDARD)))
			.withMessageContaining("'model'");
	}

	@Test
	void twoFactsOfOneNameStopTheStart() {
		ScopeContributor contributor = (method, userClass) -> Map.of("model", "a");
		assertThatExceptionOfType(LlmCacheConfigurationException.class)
			.isThrownBy(() -> new KeyScheme(Digester.sha256(), List.of(), List.of(contributor, contributor), null)
				.forMethod(spec(Desk.class, "answer", Policies.STANDARD)))
			.withMessageContaining("'model'");
	}

	@Test
	void generalFactsCountForRequestsInCodeToo() {
		KeyScheme scheme = contributing(new ScopeContributor() {

			@Override
			public Map<String, Object> facts(Method method, Class<?> userClass) {
				return Map.of();
			}

			@Override
			public Map<String, Object> facts() {
				return Map.of("model", "a");
			}

		});
		assertThat(keyOf(scheme, REQUEST)).isNotEqualTo(keyOf(scheme(), REQUEST));
		assertThat(scheme.forMethod(spec(Desk.class, "answer", Policies.STANDARD)).describe().ambient())
			.containsExactly("model");
	}

	private static KeyScheme contributing(ScopeContributor contributor) {
		return new KeyScheme(Digester.sha256(), List.of(), List.of(contributor), null);
	}

	@Test
	void encodersTellWhatOptionsAskFor() {
		OperationKeys keys = encoding(Policies.STANDARD);
		Options cold = new Options("gpt", 0.0, false);
		assertThat(digest(keys, cold)).isEqualTo(digest(keys, new Options("gpt", 0.0, false)))
			.isNotEqualTo(digest(keys, new Options("claude", 0.0, false)));
		assertThat(none(keys, new Options("gpt", 0.7, false)).reason()).isEqualTo(BypassReason.SAMPLING);
		assertThat(none(keys, List.of(new Options("gpt", 0.7, false))).reason()).isEqualTo(BypassReason.SAMPLING);
		assertThat(none(keys, new Options("gpt", 0.0, true)).reason()).isEqualTo(BypassReason.TOOLS);
		assertThat(digest(encoding(Policies.STANDARD.tools(Tools.ANY).sampling(Sampling.ANY)),
				new Options("gpt", 0.7, true)))
			.isNotNull();
		OperationKeys strict = encoding(Policies.STANDARD.unknown(UnknownTemperature.BYPASS));
		assertThat(digest(strict, cold)).isNotNull();
		assertThat(none(strict, new Options("gpt", null, false)).reason()).isEqualTo(BypassReason.SAMPLING);
	}

	@Test
	void whatAnEncoderMakesIsNotMixedUpWithTheSameValueOfAnotherClass() {
		OperationKeys keys = encoding(Policies.STANDARD);
		assertThat(digest(keys, new Options("gpt", null, false))).isNotEqualTo(digest(keys, "gpt"));
	}

	@Test
	void anEncoderThatFailsOrLeadsBackBypasses() {
		OperationKeys keys = encoding(Policies.STANDARD);
		assertThat(none(keys, new Options("fail", null, false)).reason()).isEqualTo(BypassReason.UNKEYABLE);
		assertThat(none(keys, new Options("self", null, false)).remedy()).contains("contains itself");
	}

	private static OperationKeys encoding(Policies policies) {
		ArgumentEncoder encoder = new ArgumentEncoder() {

			@Override
			public boolean supports(Class<?> type) {
				return type == Options.class;
			}

			@Override
			public Parts encode(Object value) {
				Options options = (Options) value;
				if (options.model().equals("fail")) {
					throw new IllegalStateException();
				}
				return new Parts(options.model().equals("self") ? options : options.model(), options.temperature(),
						options.tools());
			}

		};
		return new KeyScheme(Digester.sha256(), List.of(encoder), List.of(), null)
			.forMethod(spec(KeyTestMethods.Anything.class, "answer", policies));
	}

	@Test
	void argumentsOfRequestsInCodeCountByNameInAnyOrder() {
		KeyScheme scheme = scheme();
		assertThat(keyOf(scheme, REQUEST.with("a", 1).with("b", 2)))
			.isEqualTo(keyOf(scheme, REQUEST.with("b", 2).with("a", 1)));
		assertThat(List.of(keyOf(scheme, REQUEST), keyOf(scheme, REQUEST.with("a", 1)),
				keyOf(scheme, REQUEST.with("b", 1)), keyOf(scheme, REQUEST.with("a", 1L)),
				keyOf(scheme, REQUEST.with("a", null)), keyOf(scheme, REQUEST.with("a", 1).with("b", 2)),
				keyOf(scheme, CacheRequest.of("default", "op2", String.class, "q")),
				keyOf(scheme, CacheRequest.of("default", "op", String.class, "q2"))))
			.doesNotHaveDuplicates();
	}

	@Test
	void aRequestWithoutArgumentsMeetsTheMethodOfItsOperation() {
		OperationSpec spec = spec(Desk.class, "answer", Policies.STANDARD);
		OperationKeys named = scheme()
			.forMethod(new OperationSpec(spec.method(), Desk.class, "op", "", "shape", spec.policy(), false, false));
		assertThat(keyOf(scheme(), REQUEST)).isEqualTo(key(named, "q"));
	}

	@Test
	void requestsInCodePassTheGates() {
		assertThat(reason(REQUEST.with("temperature", 0.5), Policies.STANDARD)).isEqualTo(BypassReason.SAMPLING);
		assertThat(reason(REQUEST, Policies.STANDARD.unknown(UnknownTemperature.BYPASS)))
			.isEqualTo(BypassReason.SAMPLING);
		assertThat(reason(REQUEST.with("a", new Object()), Policies.STANDARD)).isEqualTo(BypassReason.UNKEYABLE);
		assertThat(reason(REQUEST, Policies.STANDARD.maxKeyBytes(10))).isEqualTo(BypassReason.KEY_TOO_LARGE);
		assertThat(keyOf(scheme(), REQUEST.with("temperature", 0))).isNotNull();
		assertThat(keyOf(scheme(), REQUEST.with("temperature", "hot"))).isNotNull();
	}

	private static @Nullable BypassReason reason(CacheRequest<?> request, Policies policies) {
		Keyed keyed = scheme().key(request, policies.policy(), "", "shape");
		return (keyed instanceof Keyed.None none) ? none.reason() : null;
	}

	private static CacheKey keyOf(KeyScheme scheme, CacheRequest<?> request) {
		return (CacheKey) scheme.key(request, Policies.STANDARD.policy(), "", "shape");
	}

	record Options(String model, @Nullable Double temperature, boolean tools) {

	}

	static class Desk {

		String answer(String question) {
			return "";
		}

	}

}

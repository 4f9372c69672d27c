package io.llmcache.key;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

import io.llmcache.BypassReason;
import io.llmcache.LlmIgnore;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTemperature;
import io.llmcache.LlmTenant;
import io.llmcache.Normalise;
import io.llmcache.Sampling;
import io.llmcache.UnknownTemperature;
import io.llmcache.key.KeyDescription.Role;
import io.llmcache.test.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;

import static io.llmcache.key.KeyTestMethods.digest;
import static io.llmcache.key.KeyTestMethods.key;
import static io.llmcache.key.KeyTestMethods.keys;
import static io.llmcache.key.KeyTestMethods.method;
import static io.llmcache.key.KeyTestMethods.none;
import static io.llmcache.key.KeyTestMethods.scheme;
import static io.llmcache.key.KeyTestMethods.spec;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the keys of annotated methods: which parameters count, and as what.
 */
class MethodKeysTests {

	@Test
	@Fault("K7")
	void requestsOfDifferentOperationsAreDifferent() throws NoSuchMethodException {
		OperationSpec plain = spec(Desk.class, "answer", Policies.STANDARD);
		KeyScheme scheme = scheme();
		Digest contributed = digest(new KeyScheme(Digester.sha256(), List.of(),
				List.of((method, userClass) -> Map.of("system", "Be brief.")), null)
			.forMethod(plain), "q");
		assertThat(List.of(digest(scheme.forMethod(plain), "q"), digest(overload(scheme, String.class), "q"),
				digest(overload(scheme, CharSequence.class), "q"), digest(keys(Desk.class, "summarise"), "q"),
				digest(keys(OtherDesk.class, "answer"), "q"),
				digest(keys(Desk.class, "answer", Policies.STANDARD.cache("support")), "q"),
				digest(keys(Desk.class, "answer", Policies.STANDARD.version("v2")), "q"),
				digest(scheme.forMethod(with(plain, "", "gpt", "String")), "q"),
				digest(scheme.forMethod(with(plain, "", "gpt-2", "String")), "q"),
				digest(scheme.forMethod(with(plain, "", "", "Integer")), "q"),
				digest(scheme.forMethod(with(plain, "desk", "", "String")), "q"), contributed))
			.doesNotHaveDuplicates();
	}

	@Test
	@Fault("K7")
	void modelAndTemperatureArgumentsCount() {
		OperationKeys keys = keys(Desk.class, "tuned", Policies.STANDARD.sampling(Sampling.ANY));
		assertThat(List.of(digest(keys, "q", "gpt", 0.0), digest(keys, "q", "claude", 0.0),
				digest(keys, "q", "gpt", 0.5), digest(keys, "gpt", "q", 0.0)))
			.doesNotHaveDuplicates();
	}

	@Test
	@Fault("K10")
	void aNamedOperationSurvivesARename() {
		OperationSpec one = with(spec(Desk.class, "answer", Policies.STANDARD), "desk", "", "String");
		OperationSpec other = with(spec(OtherDesk.class, "renamed", Policies.STANDARD), "desk", "", "String");
		assertThat(digest(scheme().forMethod(one), "q")).isEqualTo(digest(scheme().forMethod(other), "q"));
		assertThat(scheme().forMethod(one).operation()).isEqualTo("desk");
	}

	@Test
	void anUnnamedOperationTellsClassMethodAndParameterTypes() {
		assertThat(keys(Desk.class, "tuned").operation())
			.isEqualTo(Desk.class.getName() + ".tuned(java.lang.String,java.lang.String,double)");
	}

	@Test
	void proxiesDoNotShowInTheOperation() {
		ProxyFactory factory = new ProxyFactory(new Desk());
		factory.setProxyTargetClass(true);
		Class<?> cglib = factory.getProxy().getClass();
		Class<?> jdk = Proxy
			.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Service.class },
					(proxy, method, arguments) -> null)
			.getClass();
		OperationSpec plain = spec(Desk.class, "answer", Policies.STANDARD);
		assertThat(scheme()
			.forMethod(new OperationSpec(plain.method(), cglib, "", "", "String", Policies.STANDARD.policy(), false,
					false))
			.operation()).startsWith(Desk.class.getName() + ".answer");
		assertThat(scheme()
			.forMethod(new OperationSpec(method(Service.class, "ask"), jdk, "", "", "String",
					Policies.STANDARD.policy(), false, false))
			.operation()).startsWith(Service.class.getName() + ".ask");
	}

	@Test
	void theOnlyTextIsThePrompt() {
		assertThat(roles(keys(Desk.class, "answer"))).containsExactly(Role.PROMPT);
		assertThat(roles(keys(Desk.class, "tuned"))).containsExactly(Role.KEY, Role.KEY, Role.TEMPERATURE);
		assertThat(roles(keys(Desk.class, "marked"))).containsExactly(Role.PROMPT, Role.KEY, Role.IGNORED);
		assertThat(roles(keys(Desk.class, "ignoring"))).containsExactly(Role.PROMPT, Role.IGNORED);
		assertThat(key(keys(Desk.class, "tuned"), "q", "gpt", 0.0).prompt()).isEmpty();
		assertThat(key(keys(Desk.class, "marked"), "q", "gpt", "id").prompt()).isEqualTo("q");
	}

	@Test
	void ignoredParametersDoNotCount() {
		OperationKeys keys = keys(Desk.class, "marked");
		assertThat(key(keys, "q", "gpt", "1")).isEqualTo(key(keys, "q", "gpt", "2"));
		assertThat(key(keys, "q", "gpt", "1").scope()).isNotEqualTo(key(keys, "q", "claude", "1").scope());
		assertThat(key(keys(Desk.class, "ignoringAnything"), "q", new Object())).isNotNull();
	}

	@Test
	void annotationsOfInterfacesAndOfAnnotationsCount() {
		OperationSpec spec = new OperationSpec(method(GenericService.class, "ask"), ServiceBean.class, "", "", "String",
				Policies.STANDARD.policy(), false, false);
		OperationKeys keys = scheme().forMethod(spec);
		assertThat(roles(keys)).containsExactly(Role.PROMPT, Role.IGNORED, Role.KEY);
		assertThat(keys.operation()).isEqualTo(
				ServiceBean.class.getName() + ".ask(java.lang.String,java.lang.String," + List.class.getName() + ")");
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.0001, 1, Double.NaN, Double.POSITIVE_INFINITY })
	void aTemperatureAboveZeroBypasses(double temperature) {
		OperationKeys keys = keys(Desk.class, "tuned");
		Keyed.None none = none(keys, "q", "gpt", temperature);
		assertThat(none.reason()).isEqualTo(BypassReason.SAMPLING);
		assertThat(none.remedy()).contains("sampling = ANY");
		assertThat(digest(keys(Desk.class, "tuned", Policies.STANDARD.sampling(Sampling.ANY)), "q", "gpt", temperature))
			.isNotNull();
	}

	@Test
	void aTemperatureOfZeroIsCached() {
		assertThat(digest(keys(Desk.class, "tuned"), "q", "gpt", 0.0)).isNotNull();
		assertThat(digest(keys(Desk.class, "tuned"), "q", "gpt", -0.0)).isNotNull();
	}

	@Test
	void anUnknownTemperatureIsCachedUnlessTheHouseIsStrict() {
		Policies strict = Policies.STANDARD.unknown(UnknownTemperature.BYPASS);
		assertThat(digest(keys(Desk.class, "answer"), "q")).isNotNull();
		assertThat(none(keys(Desk.class, "answer", strict), "q").reason()).isEqualTo(BypassReason.SAMPLING);
		assertThat(none(keys(Desk.class, "heated", strict), "q", null).reason()).isEqualTo(BypassReason.SAMPLING);
		assertThat(digest(keys(Desk.class, "heated", strict), "q", 0)).isNotNull();
		assertThat(digest(keys(Desk.class, "heated"), "q", null))
			.isNotEqualTo(digest(keys(Desk.class, "heated"), "q", 0));
		assertThat(digest(keys(Desk.class, "answer", strict.sampling(Sampling.ANY)), "q")).isNotNull();
	}

	@Test
	void aTemperatureInWordsIsNone() {
		assertThat(roles(keys(Desk.class, "weather"))).containsExactly(Role.PROMPT, Role.KEY);
	}

	@Test
	void aKeyExpressionReplacesTheArguments() {
		OperationSpec plain = spec(Desk.class, "open", Policies.STANDARD);
		OperationKeys keys = scheme()
			.forMethod(new OperationSpec(plain.method(), Desk.class, "", "", "String", plain.policy(), true, false));
		Object[] arguments = { "q", new Object(), 0 };
		Keyed one = keys.key(arguments, new Given("k", null));
		assertThat(one).isEqualTo(keys.key(new Object[] { "other", new Object(), 0 }, new Given("k", null)))
			.isNotEqualTo(keys.key(arguments, new Given("k2", null)))
			.isInstanceOf(CacheKey.class);
		assertThat(((Keyed.None) keys.key(arguments, Given.NOTHING)).reason()).isEqualTo(BypassReason.UNKEYABLE);
		assertThat(((Keyed.None) keys.key(new Object[] { "q", "c", 1 }, new Given("k", null))).reason())
			.isEqualTo(BypassReason.SAMPLING);
		assertThat(roles(keys)).containsExactly(Role.IGNORED, Role.IGNORED, Role.TEMPERATURE);
	}

	@Test
	void anExpressionThatTheAnnotationDoesNotHaveIsNotLookedAt() {
		OperationKeys keys = keys(Desk.class, "answer");
		assertThat(keys.key(new Object[] { "q" }, new Given("k", "t"))).isEqualTo(key(keys, "q"));
	}

	@Test
	void theDescriptionTellsWhatIsInTheKey() {
		KeyDescription description = keys(Desk.class, "tuned", Policies.STANDARD.normalise(Normalise.WHITESPACE))
			.describe();
		assertThat(description.parameters()).extracting(KeyDescription.Parameter::name)
			.containsExactly("question", "model", "temperature");
		assertThat(description.parameters().get(2).type()).isEqualTo("double");
		assertThat(description.model()).isEqualTo("parameter 'model'");
		assertThat(description.tenant()).isEqualTo("none");
		assertThat(description.normalise()).isEqualTo(Normalise.WHITESPACE);
		assertThat(keys(Desk.class, "answer").describe().model()).isEqualTo(KeyDescription.MODEL_NOT_IN_KEY);
		assertThat(scheme().forMethod(with(spec(Desk.class, "answer", Policies.STANDARD), "", "gpt", "String"))
			.describe()
			.model()).isEqualTo("gpt");
	}

	@Test
	void parametersThatRuinTheHitRateAreWarnedOf() {
		List<String> warnings = keys(Desk.class, "spoiled").warnings();
		assertThat(warnings).hasSize(3);
		assertThat(warnings.get(0)).contains("Desk.spoiled(", "'requestId'", "@LlmIgnore");
		assertThat(warnings.get(1)).contains("'now'", "@LlmIgnore");
		assertThat(warnings.get(2)).contains("'user_id'", "@LlmTenant");
		assertThat(keys(Desk.class, "decided").warnings()).isEmpty();
		assertThat(keys(Desk.class, "tuned").warnings()).isEmpty();
	}

	private static OperationKeys overload(KeyScheme scheme, Class<?> parameter) throws NoSuchMethodException {
		return scheme.forMethod(new OperationSpec(OverloadedDesk.class.getDeclaredMethod("answer", parameter),
				OverloadedDesk.class, "", "", "String", Policies.STANDARD.policy(), false, false));
	}

	private static List<Role> roles(OperationKeys keys) {
		return keys.describe().parameters().stream().map(KeyDescription.Parameter::role).toList();
	}

	private static OperationSpec with(OperationSpec spec, String operation, String model, String shape) {
		return new OperationSpec(spec.method(), spec.userClass(), operation, model, shape, spec.policy(), false, false);
	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@LlmIgnore
	@interface Trace {

	}

	interface GenericService<T> {

		String ask(@LlmPrompt T question, @LlmIgnore String trace, List<T> context);

	}

	static class ServiceBean implements GenericService<String> {

		@Override
		public String ask(String question, String trace, List<String> context) {
			return "";
		}

	}

	interface Service {

		String ask(String question);

	}

	static class Desk {

		String answer(String question) {
			return "";
		}

		String summarise(String question) {
			return "";
		}

		String tuned(String question, String model, double temperature) {
			return "";
		}

		String marked(@LlmPrompt String question, String model, @LlmIgnore String requestId) {
			return "";
		}

		String ignoring(String question, @Trace String requestId) {
			return "";
		}

		String ignoringAnything(String question, @LlmIgnore Object anything) {
			return "";
		}

		String heated(String question, @LlmTemperature @Nullable Integer heat) {
			return "";
		}

		String weather(@LlmPrompt String question, String temperature) {
			return "";
		}

		String open(String question, Object context, int temperature) {
			return "";
		}

		String spoiled(String question, String requestId, long now, String user_id) {
			return "";
		}

		String decided(@LlmPrompt String now, @LlmIgnore String requestId, @LlmTenant String userId) {
			return "";
		}

	}

	static class OverloadedDesk {

		String answer(String question) {
			return "";
		}

		String answer(CharSequence question) {
			return "";
		}

	}

	static class OtherDesk {

		String answer(String question) {
			return "";
		}

		String renamed(String query) {
			return "";
		}

	}

}

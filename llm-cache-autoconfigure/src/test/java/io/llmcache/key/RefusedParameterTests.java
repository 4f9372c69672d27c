package io.llmcache.key;

import java.io.File;
import java.io.InputStream;
import java.io.Reader;
import java.io.Serializable;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmIgnore;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTemperature;
import jakarta.servlet.http.HttpServletRequest;
import io.llmcache.test.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.Resource;
import org.springframework.http.RequestEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartFile;

import static io.llmcache.key.KeyTestMethods.digest;
import static io.llmcache.key.KeyTestMethods.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of parameters whose declared types show that no call will have a key.
 */
class RefusedParameterTests {

	static List<String> refused() {
		return names(Refused.class);
	}

	static List<String> accepted() {
		return names(Accepted.class);
	}

	private static List<String> names(Class<?> type) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> !method.isSynthetic())
			.map((method) -> method.getName())
			.toList();
	}

	@ParameterizedTest
	@Fault("K4")
	@MethodSource("refused")
	void stopsTheStartWithClassMethodParameterAndRemedy(String method) {
		assertThatExceptionOfType(LlmCacheConfigurationException.class).isThrownBy(() -> keys(Refused.class, method))
			.withMessageContaining("RefusedParameterTests$Refused." + method + "(")
			.withMessageContaining("parameter 'wrong'")
			.satisfies((ex) -> assertThat(ex.remedy()).matches("(?s).*(Pass|pass|Mark|Leave|Make|Cache).*\\."));
	}

	@ParameterizedTest
	@MethodSource("accepted")
	void startsWithTypesThatMayHaveAKey(String method) {
		assertThat(keys(Accepted.class, method)).isNotNull();
	}

	@Test
	void remediesFitTheType() {
		assertRemedy("principal", "@LlmTenant");
		assertRemedy("servletRequest", "instead of the request");
		assertRemedy("multipart", "text or byte[]");
		assertRemedy("stream", "Pass a List");
		assertRemedy("future", "pass its value");
		assertRemedy("field", "field resource of ");
	}

	private static void assertRemedy(String method, String part) {
		assertThatExceptionOfType(LlmCacheConfigurationException.class).isThrownBy(() -> keys(Refused.class, method))
			.withMessageContaining(part);
	}

	@Test
	void aKeyExpressionMakesUpForAnyParameter() {
		OperationSpec spec = KeyTestMethods.spec(Refused.class, "principal", Policies.STANDARD);
		assertThat(KeyTestMethods.scheme()
			.forMethod(new OperationSpec(spec.method(), Refused.class, "", "", "", spec.policy(), true, false)))
			.isNotNull();
	}

	@Test
	void anEncoderMakesUpForItsType() {
		ArgumentEncoder encoder = new ArgumentEncoder() {

			@Override
			public boolean supports(Class<?> type) {
				return Principal.class.isAssignableFrom(type);
			}

			@Override
			public Parts encode(Object value) {
				return Parts.of(((Principal) value).getName());
			}

		};
		OperationKeys keys = new KeyScheme(Digester.sha256(), List.of(encoder), List.of(), null)
			.forMethod(KeyTestMethods.spec(Refused.class, "principal", Policies.STANDARD));
		Principal one = () -> "one";
		Principal other = () -> "other";
		assertThat(digest(keys, "q", one)).isEqualTo(digest(keys, "q", one)).isNotEqualTo(digest(keys, "q", other));
	}

	interface Memory {

	}

	record Attachment(String name, Resource resource) {

	}

	record Tree(String name, List<Tree> children) {

	}

	static class Own extends Thread {

	}

	@FunctionalInterface
	interface Chooser {

		String choose(String question);

	}

	static class Refused {

		void principal(String question, Principal wrong) {
		}

		void authentication(String question, Authentication wrong) {
		}

		void servletRequest(String question, HttpServletRequest wrong) {
		}

		void webRequest(String question, WebRequest wrong) {
		}

		void requestEntity(String question, RequestEntity<String> wrong) {
		}

		void resource(String question, Resource wrong) {
		}

		void multipart(String question, MultipartFile wrong) {
		}

		void inputStream(String question, InputStream wrong) {
		}

		void reader(String question, Reader wrong) {
		}

		void file(String question, File wrong) {
		}

		void path(String question, Path wrong) {
		}

		void stream(String question, Stream<String> wrong) {
		}

		void iterator(String question, Iterator<String> wrong) {
		}

		void future(String question, CompletableFuture<String> wrong) {
		}

		void function(String question, Function<String, String> wrong) {
		}

		void ownFunction(String question, Chooser wrong) {
		}

		void runnable(String question, Runnable wrong) {
		}

		void atomic(String question, AtomicInteger wrong) {
		}

		void listOf(String question, List<InputStream> wrong) {
		}

		void mapTo(String question, Map<String, List<Principal>> wrong) {
		}

		void optional(String question, Optional<Resource> wrong) {
		}

		void array(String question, InputStream[] wrong) {
		}

		void field(String question, Attachment wrong) {
		}

		void inherits(String question, Own wrong) {
		}

		void prompt(@LlmPrompt int wrong) {
		}

		void temperature(String question, @LlmTemperature String wrong) {
		}

		void twice(@LlmPrompt @LlmIgnore String wrong) {
		}

	}

	static class Accepted {

		void object(Object thing) {
		}

		void serializable(Serializable thing) {
		}

		void open(Map<String, Object> things) {
		}

		void wildcard(List<?> things) {
		}

		void numbers(Number number, int[] numbers, Integer[][] more) {
		}

		void ownInterface(Memory memory) {
		}

		void recursive(Tree tree) {
		}

		void json(JsonNode node) {
		}

		void ignored(String question, @LlmIgnore HttpServletRequest request) {
		}

		<T> void generic(T thing, List<? extends T> more) {
		}

		void nothing() {
		}

	}

}

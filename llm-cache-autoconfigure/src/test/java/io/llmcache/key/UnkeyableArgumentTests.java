package io.llmcache.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.llmcache.BypassReason;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.web.MockHttpServletRequest;

import static io.llmcache.key.KeyTestMethods.digest;
import static io.llmcache.key.KeyTestMethods.none;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of arguments that only show at run time to have no canonical form.
 */
class UnkeyableArgumentTests {

	private static final String CANARY = "canary-7f3a";

	static List<Object> unkeyable() {
		Supplier<String> lambda = () -> CANARY;
		Supplier<String> reference = CANARY::trim;
		Principal principal = () -> CANARY;
		return List.of(lambda, reference, principal, new ByteArrayInputStream(CANARY.getBytes()),
				List.of(CANARY).iterator(), List.of(CANARY).stream(), new MockHttpServletRequest("GET", CANARY),
				new ByteArrayResource(CANARY.getBytes()), new AtomicInteger(1), new Object(), Thread.currentThread(),
				new Failure(CANARY), new Titled(CANARY), new Nothing(), new Holder(new Object()), proxy(),
				List.of(new Object()), Map.of(CANARY, lambda), new Object[] { lambda }, anonymous(CANARY));
	}

	private static Object proxy() {
		return Proxy.newProxyInstance(UnkeyableArgumentTests.class.getClassLoader(), new Class<?>[] { Shown.class },
				(proxy, method, arguments) -> CANARY);
	}

	private static Object anonymous(String captured) {
		return new Shown() {

			@Override
			public String show() {
				return captured;
			}

		};
	}

	@ParameterizedTest
	@Fault("K4")
	@MethodSource("unkeyable")
	void bypassesWithARemedyAndWithoutTheValue(Object argument) {
		Keyed.None none = none(argument);
		assertThat(none.reason()).isEqualTo(BypassReason.UNKEYABLE);
		assertThat(none.remedy()).contains("parameter 'thing'", "answer(Object)").doesNotContain(CANARY);
		assertThat(none.remedy()).containsAnyOf("Pass", "pass", "Make", "key=");
	}

	@Test
	@Fault("K4")
	void aStreamIsNotConsumed() throws IOException {
		InputStream stream = new ByteArrayInputStream("abc".getBytes());
		none(stream);
		none(List.of(stream));
		assertThat(stream.readAllBytes()).hasSize(3);
		Iterator<String> iterator = List.of("a").iterator();
		none(iterator);
		assertThat(iterator.hasNext()).isTrue();
	}

	@Test
	@Fault("K3")
	void aCycleNamesItsParameter(Seen seen) {
		List<Object> list = new ArrayList<>();
		list.add(list);
		list.add(list);
		Node node = new Node();
		node.next = node;
		Map<String, Object> map = new HashMap<>();
		map.put("self", List.of(map));
		Object[] array = new Object[1];
		array[0] = new Holder(array);
		for (Object cycle : new Object[] { list, node, map, new Object[] { array } }) {
			Keyed.None none = none(KeyTestMethods.Anything.KEYS, cycle);
			assertThat(none.reason()).isEqualTo(BypassReason.UNKEYABLE);
			assertThat(none.remedy()).contains("parameter 'thing'", "contains itself");
		}
		seen.that("4 cycles: 4 bypasses");
	}

	@Test
	void theSameObjectTwiceIsNoCycle() {
		List<String> shared = List.of("a");
		assertThat(digest(List.of(shared, shared))).isEqualTo(digest(List.of(List.of("a"), List.of("a"))));
	}

	@Test
	@Fault("K3")
	void nestingEndsAtItsLimit() {
		assertThat(digest(nested(Encoding.MAX_DEPTH))).isNotNull();
		assertThat(none(nested(Encoding.MAX_DEPTH + 1)).remedy()).contains("parameter 'thing'", "deeper");
		assertThat(none(nested(100_000)).reason()).isEqualTo(BypassReason.UNKEYABLE);
	}

	private static Object nested(int depth) {
		Node node = new Node();
		for (int i = 1; i < depth; i++) {
			Node outer = new Node();
			outer.next = node;
			node = outer;
		}
		return node;
	}

	@Test
	void aContainerThatFailsWhileItIsReadBypasses() {
		for (RuntimeException failure : List.of(new ConcurrentModificationException(CANARY),
				new IllegalStateException(CANARY))) {
			Keyed.None none = none(failing(failure));
			assertThat(none.reason()).isEqualTo(BypassReason.UNKEYABLE);
			assertThat(none.remedy()).contains("parameter 'thing'", failure.getClass().getName())
				.doesNotContain(CANARY);
		}
	}

	@Test
	@Fault("K3")
	void aContainerThatOverflowsTheStackBypasses() {
		assertThat(none(failing(new StackOverflowError())).reason()).isEqualTo(BypassReason.UNKEYABLE);
	}

	// A list of the JDK around an iterator of ours: a class of ours would go by its
	// fields.
	private static Object failing(Throwable failure) {
		List<Object> source = new AbstractList<>() {

			@Override
			public Object get(int index) {
				if (failure instanceof Error error) {
					throw error;
				}
				throw (RuntimeException) failure;
			}

			@Override
			public int size() {
				return 1;
			}

		};
		return Collections.unmodifiableList(source);
	}

	@Test
	void theVerdictIsPerRuntimeClass() {
		assertThat(none(new Holder(new Object())).reason()).isEqualTo(BypassReason.UNKEYABLE);
		assertThat(digest(new Holder("a"))).isEqualTo(digest(new Holder("a")));
	}

	interface Shown {

		String show();

	}

	record Holder(Object content) {

	}

	static class Node {

		@Nullable Node next;

	}

	static class Nothing {

	}

	static class Failure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Failure(String message) {
			super(message);
		}

	}

	static class Titled extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

		private final String title;

		Titled(String title) {
			this.title = title;
		}

		String title() {
			return this.title;
		}

	}

}

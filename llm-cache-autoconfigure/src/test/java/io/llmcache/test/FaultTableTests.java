package io.llmcache.test;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FaultTableTests {

	@Test
	void everyFaultHasATestAndEveryTestAFault() {
		Set<String> tested = ReflectionSupport
			.streamAllClassesInPackage("io.llmcache", (type) -> true, (name) -> name.endsWith("Tests"))
			.flatMap(FaultTableTests::tests)
			.map((test) -> test.getAnnotation(Fault.class))
			.filter(Objects::nonNull)
			.flatMap((fault) -> Stream.of(fault.value()))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(tested).containsExactlyInAnyOrderElementsOf(new FaultTable().faults());
	}

	private static Stream<AnnotatedElement> tests(Class<?> type) {
		return Stream.concat(Stream.of(type), Stream.of(type.getDeclaredMethods()));
	}

	@Test
	void aRowTellsTheFaultWhatIsExpectedAndWhatWasSeen() {
		FaultTable table = new FaultTable();
		Seen plain = new Seen();
		Seen told = new Seen();
		told.on("Sentinel");
		told.that("0 errors");
		told.added(Duration.ofMillis(212));
		table.add(new String[] { "R2", "R3" }, plain);
		table.add(new String[] { "R3" }, told);

		assertThat(table.page().lines().filter((line) -> line.startsWith("| R3 |"))).singleElement()
			.asString()
			.contains("| Redis hung (`SIGSTOP`) |")
			.endsWith("| 0 errors | 212 ms | Sentinel, default | 2 |");
		assertThat(table.page().lines().filter((line) -> line.startsWith("| R2 |"))).singleElement()
			.asString()
			.endsWith("| as expected |  | default | 1 |");
		assertThat(table.page()).contains("not tested in this run");
	}

	@Test
	void aFaultThatIsInNoTableIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new FaultTable().add(new String[] { "R99" }, new Seen()))
			.withMessageContaining("R99");
	}

}

package io.llmcache.test;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FaultTableTests {

	@Test
	void everyFaultHasATestAndEveryTestAFault() {
		JavaClasses tests = new ClassFileImporter().importPackages("io.llmcache");
		Set<String> tested = tests.stream()
			.flatMap(FaultTableTests::faults)
			.flatMap((fault) -> Stream.of(fault.value()))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(tested).containsExactlyInAnyOrderElementsOf(new FaultTable().faults());
	}

	private static Stream<Fault> faults(JavaClass test) {
		Stream<Fault> onMethods = test.getMethods()
			.stream()
			.filter((method) -> method.isAnnotatedWith(Fault.class))
			.map((method) -> method.getAnnotationOfType(Fault.class));
		return test.isAnnotatedWith(Fault.class)
				? Stream.concat(onMethods, Stream.of(test.getAnnotationOfType(Fault.class))) : onMethods;
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

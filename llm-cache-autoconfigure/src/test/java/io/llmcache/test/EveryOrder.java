package io.llmcache.test;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Runs short programs of two threads in many of the orders in which their steps may come
 * (Lincheck's model checker), and fails with the first one whose results no order of
 * whole operations explains. Besides the given programs it makes up a few. What
 * java.util.concurrent and Caffeine promise to be atomic is taken for one step: they have
 * been checked by others.
 */
public final class EveryOrder {

	private static final int PROGRAMS = 2;

	private static final int ORDERS = 20;

	private EveryOrder() {
	}

	/**
	 * Checks a class against a simpler one.
	 * @param operations a public class with operations
	 * @param oneByOne a public class with the same methods, for a single thread
	 * @param programs what two threads do at the same time and what comes after them,
	 * such as {@code "put 1 | put 2, remove 1 | get 1"}
	 */
	public static void explains(Class<?> operations, Class<?> oneByOne, String... programs) {
		ModelCheckingOptions options = options().sequentialSpecification(oneByOne);
		for (String program : programs) {
			options.addCustomScenario(scenario(operations, program));
		}
		options.check(operations);
	}

	private static ExecutionScenario scenario(Class<?> operations, String program) {
		List<List<Actor>> parts = Stream.of(program.split("\\|", -1)).map((part) -> actors(operations, part)).toList();
		Actor validation = Stream.of(operations.getMethods())
			.filter((method) -> method.isAnnotationPresent(Validate.class))
			.map((method) -> new Actor(method, List.of()))
			.findAny()
			.orElse(null);
		return new ExecutionScenario(List.of(), parts.subList(0, 2), parts.get(2), validation);
	}

	private static List<Actor> actors(Class<?> operations, String part) {
		return Stream.of(part.split(",")).map(String::strip).filter((call) -> !call.isEmpty()).map((call) -> {
			String[] words = call.split(" ");
			Method method = Stream.of(operations.getMethods())
				.filter((candidate) -> candidate.getName().equals(words[0]))
				.findAny()
				.orElseThrow();
			return new Actor(method, Stream.of(words).skip(1).map(EveryOrder::argument).toList());
		}).toList();
	}

	private static Object argument(String word) {
		boolean flag = word.equals("true") || word.equals("false");
		return flag ? Boolean.valueOf(word) : Integer.valueOf(word);
	}

	private static ModelCheckingOptions options() {
		ModelCheckingOptions options = new ModelCheckingOptions().iterations(PROGRAMS)
			.invocationsPerIteration(ORDERS)
			.threads(2)
			.actorsPerThread(3)
			.actorsBefore(0)
			.actorsAfter(2);
		return options.addGuarantee(atomic("java.util.concurrent.ConcurrentHashMap"))
			.addGuarantee(atomic("java.util.concurrent.ConcurrentLinkedQueue"))
			.addGuarantee(
					ManagedStrategyGuaranteeKt.forClasses((name) -> name.startsWith("com.github.benmanes.caffeine."))
						.allMethods()
						.ignore())
			.addGuarantee(atomic("java.util.concurrent.CompletableFuture"))
			.addGuarantee(atomic("java.util.concurrent.atomic.LongAdder"));
	}

	private static ManagedStrategyGuarantee atomic(String type) {
		return ManagedStrategyGuaranteeKt.forClasses((name) -> name.equals(type) || name.startsWith(type + "$"))
			.allMethods()
			.treatAsAtomic();
	}

}

package io.llmcache.test;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Runs short programs of two or three threads in many of the orders in which their steps
 * may come (Lincheck's model checker), and fails with the first one whose results no
 * order of whole operations explains. What java.util.concurrent and Caffeine promise to
 * be atomic is taken for one step: they have been checked by others.
 */
public final class EveryOrder {

	private static final int PROGRAMS = 10;

	private static final int ORDERS = 60;

	private EveryOrder() {
	}

	/**
	 * Checks a class against itself, one operation at a time.
	 * @param operations a public class with operations
	 */
	public static void explains(Class<?> operations) {
		options(3).check(operations);
	}

	/**
	 * Checks a class against a simpler one.
	 * @param operations a public class with operations
	 * @param oneByOne a public class with the same methods, for a single thread
	 */
	public static void explains(Class<?> operations, Class<?> oneByOne) {
		options(3).sequentialSpecification(oneByOne).check(operations);
	}

	/**
	 * As {@link #explains(Class, Class)}, with two threads: where three might see the
	 * middle of an operation that only has to end well.
	 * @param operations a public class with operations
	 * @param oneByOne a public class with the same methods, for a single thread
	 */
	public static void ofTwoExplains(Class<?> operations, Class<?> oneByOne) {
		options(2).sequentialSpecification(oneByOne).check(operations);
	}

	private static ModelCheckingOptions options(int threads) {
		ModelCheckingOptions options = new ModelCheckingOptions().iterations(PROGRAMS)
			.invocationsPerIteration(ORDERS)
			.threads(threads)
			.actorsPerThread(3)
			.actorsAfter(2);
		return options.addGuarantee(atomic("java.util.concurrent.ConcurrentHashMap"))
			.addGuarantee(atomic("java.util.concurrent.ConcurrentLinkedQueue"))
			.addGuarantee(ManagedStrategyGuaranteeKt.forClasses((name) -> name.startsWith("com.github.benmanes.caffeine."))
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

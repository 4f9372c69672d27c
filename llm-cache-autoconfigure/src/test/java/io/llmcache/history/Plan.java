package io.llmcache.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What is to be done, as the seed says and nothing else: the same seed gives the same
 * plan in every process. Only the times at which things then happen differ.
 *
 * @param seed the seed
 * @param members what the clients of each JVM do; the last is for the JVM that takes the
 * place of one that was killed
 * @param faults what is done to JVMs and servers, one after the other
 */
record Plan(long seed, List<List<List<Step>>> members, List<Fault> faults) {

	/** JVMs at work at the same time. */
	static final int JVMS = 3;

	private static final int CLIENTS = 6;

	private static final int STEPS = 24;

	private static final int QUESTIONS = 4;

	private static final int FAULTS = 6;

	/** A failover takes seconds. */
	private static final int FAULTS_BESIDE_FAILOVER = 3;

	private static final int SHORTEST = 50;

	/** Longer than a lease, and than Redis is waited for. */
	private static final int LONGEST = 800;

	/** A cache whose answers outlive the history, so that only a removal ends them. */
	static final String LASTING = "lasting";

	/** A cache whose answers are soon stale, so that they are refreshed. */
	static final String BRIEF = "brief";

	/**
	 * The plan of a seed.
	 * @param seed the seed
	 * @param failingOver whether there is a replica that can take over
	 */
	static Plan of(long seed, boolean failingOver) {
		// Seeds that are near give first numbers that are.
		Random random = new Random(seed * 0x9E3779B97F4A7C15L);
		List<List<List<Step>>> members = IntStream.rangeClosed(0, JVMS)
			.mapToObj((jvm) -> IntStream.range(0, CLIENTS)
				.mapToObj((client) -> steps(random, seed, (jvm < JVMS) ? STEPS : STEPS / 3))
				.toList())
			.toList();
		return new Plan(seed, members, faults(random, failingOver));
	}

	/** Whether there are plans in which JVMs are killed. */
	static boolean kills(boolean failingOver) {
		return !failingOver;
	}

	private static List<Step> steps(Random random, long seed, int count) {
		return IntStream.range(0, count).mapToObj((i) -> step(random, seed)).toList();
	}

	private static Step step(Random random, long seed) {
		String cache = (random.nextInt(5) < 3) ? LASTING : BRIEF;
		String question = "q" + Math.min(random.nextInt(QUESTIONS), random.nextInt(QUESTIONS)) + "." + seed;
		int pause = random.nextInt(90);
		int kind = random.nextInt(1000);
		boolean fails = random.nextInt(20) == 0;
		int millis = switch (random.nextInt(45)) {
			// Longer than it may take until all know what was voided.
			case 0 -> 1800 + random.nextInt(1000);
			// Longer than a lease.
			case 1, 2, 3 -> 300 + random.nextInt(300);
			default -> 5 + random.nextInt(120);
		};
		Step.Kind what = (kind < 70) ? Step.Kind.EVICT : (kind < 82) ? Step.Kind.CLEAR
				: (kind < 84) ? Step.Kind.CLEAR_ALL : (kind < 94) ? Step.Kind.BUMP : Step.Kind.CALL;
		return new Step(what, cache, question, pause, millis, fails);
	}

	private static List<Fault> faults(Random random, boolean failingOver) {
		List<Fault> faults = new ArrayList<>();
		int count = failingOver ? FAULTS_BESIDE_FAILOVER : FAULTS;
		for (int i = 0; i < count; i++) {
			Fault.Kind kind = Fault.Kind.CHEAP.get(random.nextInt(Fault.Kind.CHEAP.size()));
			faults.add(new Fault(kind, 150 + random.nextInt(450), random.nextInt(JVMS),
					SHORTEST + random.nextInt(LONGEST - SHORTEST)));
		}
		// Dear, so once at most, and only one of them.
		boolean kills = random.nextInt(4) == 0 && kills(failingOver);
		boolean restarts = !failingOver && random.nextInt(4) == 0;
		int dear = random.nextInt(count);
		if (kills || failingOver || restarts) {
			Fault.Kind kind = failingOver ? Fault.Kind.FAIL_OVER
					: restarts ? Fault.Kind.RESTART_REDIS : Fault.Kind.KILL_JVM;
			faults.set(dear, new Fault(kind, 200, random.nextInt(JVMS), 0));
		}
		return faults;
	}

	/**
	 * What a client does next.
	 *
	 * @param kind what
	 * @param cache in which cache
	 * @param question about which question
	 * @param pause milliseconds before
	 * @param millis how long the model takes if it is called
	 * @param fails whether the model fails if it is called
	 */
	record Step(Kind kind, String cache, String question, int pause, int millis, boolean fails) {

		enum Kind {

			CALL, EVICT, CLEAR, CLEAR_ALL,

			/** The JVM goes on under the next version of the prompt. */
			BUMP

		}

	}

	/**
	 * What is done to JVMs and servers next.
	 *
	 * @param kind what
	 * @param pause milliseconds before
	 * @param jvm to which JVM
	 * @param millis how long it lasts, where it does
	 */
	record Fault(Kind kind, int pause, int jvm, int millis) {

		enum Kind {

			PAUSE_JVM, PAUSE_REDIS, HOLD_CLIENTS, CUT_CONNECTIONS, CUT_NOTICES, FLUSH_SCRIPTS, LOSE_LEASES, KILL_JVM,
			RESTART_REDIS, FAIL_OVER;

			/** Those that may come often. */
			static final List<Kind> CHEAP = List.of(PAUSE_JVM, PAUSE_REDIS, HOLD_CLIENTS, CUT_CONNECTIONS, CUT_NOTICES,
					FLUSH_SCRIPTS, LOSE_LEASES);

		}

	}

}

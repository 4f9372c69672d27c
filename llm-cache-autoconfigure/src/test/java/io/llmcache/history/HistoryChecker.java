package io.llmcache.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.llmcache.history.Event.Call;
import io.llmcache.history.Event.Load;
import io.llmcache.history.Event.Removal;
import io.llmcache.history.Event.Upheaval;

/**
 * Proves over a whole history that the callers got what they were promised:
 * <ul>
 * <li>every call ends, with an answer of the model or with its failure, whatever happens
 * to the cache;
 * <li>the answer is one to the very question, under the very version;
 * <li>no answer is served that was voided more than a second and one operation time-out
 * before the call began: a JVM reads the marks that often, should a notice be lost. While
 * a JVM stands still it reads nothing, so that time is added;
 * <li>a failure is nobody's who calls later.
 * </ul>
 * What JVMs promise one another is {@link LeaseChecker}'s.
 */
final class HistoryChecker {

	/** How often marks are read. */
	private static final Duration PULSE = Duration.ofSeconds(1);

	/** What a replica may have missed when it takes over. */
	private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final History history;

	private final Map<String, Load> loads;

	private final Set<String> killed;

	private HistoryChecker(History history) {
		this.history = history;
		this.loads = history.all(Load.class).collect(Collectors.toMap(Load::value, Function.identity()));
		this.killed = history.upheavals(Upheaval.Kind.JVM_KILLED).map(Upheaval::whom).collect(Collectors.toSet());
	}

	/**
	 * What was not as promised; nothing when all was.
	 * @param history the history
	 */
	static List<String> violations(History history) {
		HistoryChecker checker = new HistoryChecker(history);
		return Stream
			.concat(history.all(Call.class).flatMap(checker::violations), LeaseChecker.violations(history).stream())
			.toList();
	}

	private Stream<String> violations(Call call) {
		if (call.outcome() == null) {
			return this.killed.contains(call.jvm()) ? Stream.empty() : Stream.of("Not answered: " + text(call));
		}
		if (call.outcome().equals(Call.BROKEN)) {
			return Stream.of("Broken by the cache: " + text(call));
		}
		String answer = String.valueOf(call.answer());
		Load load = this.loads.get(answer.split(":")[0]);
		if (load == null || load.begin() > call.end()) {
			return Stream.of("Answered out of thin air: " + text(call));
		}
		if (!load.key().equals(call.key()) || !answer.endsWith(":" + call.key())) {
			return Stream.of("Answered with the answer to another question: " + text(call) + ", loaded by " + load);
		}
		if (call.outcome().equals(Call.FAILED)) {
			return isKept(load, call)
					? Stream.of("Failed with a failure that was over: " + text(call) + ", loaded by " + text(load))
					: Stream.empty();
		}
		return this.history.all(Removal.class)
			.filter((removal) -> isServedVoid(removal, load, call))
			.map((removal) -> "Served what was voided: " + text(call) + ", loaded by " + text(load) + ", voided by "
					+ text(removal));
	}

	/** A failure is kept for nobody; a busy machine may take a time-out to forget it. */
	private boolean isKept(Load load, Call call) {
		return load.end() != Event.NEVER && call.begin() > load.end() + this.history.operationTimeout().toNanos()
				+ paused(load.jvm(), load.end(), call.begin());
	}

	private boolean isServedVoid(Removal removal, Load load, Call call) {
		return removal.isDone() && removal.concerns(call.key()) && load.begin() < removal.begin()
				&& call.begin() > removal.end() && !mayBeLost(removal)
				&& call.begin() > removal.end() + bound() + paused(call.jvm(), removal.end(), call.begin());
	}

	private long bound() {
		return PULSE.plus(this.history.operationTimeout()).toNanos();
	}

	/** A replica that takes over may not have got it yet. */
	private boolean mayBeLost(Removal removal) {
		return this.history.upheavals(Upheaval.Kind.FAILED_OVER)
			.anyMatch((failover) -> removal.begin() < failover.end() && removal.end() > failover.begin() - LAG_NANOS);
	}

	/** How long a JVM stood still between two times. */
	private long paused(String jvm, long from, long until) {
		return this.history.upheavals(Upheaval.Kind.JVM_PAUSED)
			.filter((pause) -> pause.whom().equals(jvm))
			.mapToLong((pause) -> Math.max(0, Math.min(pause.end(), until) - Math.max(pause.begin(), from)))
			.sum();
	}

	private String text(Call call) {
		return call.id() + " for " + call.key() + " at " + time(call.begin(), call.end()) + " got " + call.outcome()
				+ " " + call.answer();
	}

	private String text(Load load) {
		return load.value() + " at " + time(load.begin(), load.end());
	}

	private String text(Removal removal) {
		return removal.id() + " of " + removal.what() + " at " + time(removal.begin(), removal.end());
	}

	private String time(long begin, long end) {
		return this.history.time(begin) + " to " + this.history.time(end);
	}

}

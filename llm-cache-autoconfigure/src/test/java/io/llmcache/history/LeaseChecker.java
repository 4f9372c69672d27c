package io.llmcache.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.llmcache.history.Event.Call;
import io.llmcache.history.Event.Grant;
import io.llmcache.history.Event.Load;
import io.llmcache.history.Event.Removed;
import io.llmcache.history.Event.Renewal;
import io.llmcache.history.Event.Store;
import io.llmcache.history.Event.Upheaval;
import org.jspecify.annotations.Nullable;

/**
 * Proves by what the servers did that the JVMs shared their loads as promised:
 * <ul>
 * <li>no lease is granted while another one for the same digest is unbroken: neither run
 * out, nor released, nor removed;
 * <li>every load has a lease of its own, granted to its JVM since its call began, unless
 * Redis failed it or its patience had run out; so two loads of one digest overlap only
 * when the lease of the first was broken;
 * <li>nothing is stored but by the holder of a lease: who has lost it to another, or at
 * all, is fenced.
 * </ul>
 * A failover, a restart, or what nobody saw break every lease.
 */
final class LeaseChecker {

	/** What clocks and their readings may differ by. */
	private static final long BLUR_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

	/** From the grant of a lease to the load. */
	private static final long LONGEST_GRANT_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final History history;

	private final List<Upheaval> breaks;

	private final List<Upheaval> standstills;

	private final Map<String, Lease> leases = new HashMap<>();

	private final List<String> violations = new ArrayList<>();

	private LeaseChecker(History history) {
		this.history = history;
		this.breaks = history.upheavals(Upheaval.Kind.FAILED_OVER, Upheaval.Kind.REDIS_EMPTIED, Upheaval.Kind.UNSEEN)
			.toList();
		this.standstills = history.upheavals(Upheaval.Kind.REDIS_PAUSED).toList();
	}

	static List<String> violations(History history) {
		LeaseChecker checker = new LeaseChecker(history);
		history.events().forEach(checker::follow);
		checker.checkLoads();
		return checker.violations;
	}

	private void follow(Event event) {
		if (event instanceof Grant grant) {
			grant(grant);
		}
		else if (event instanceof Renewal renewal) {
			renew(renewal);
		}
		else if (event instanceof Removed removed) {
			this.leases.put(removed.node() + removed.digest(), new Lease(null, removed.begin(), 0, 0));
		}
		else if (event instanceof Store store) {
			check(store);
		}
	}

	private void grant(Grant grant) {
		Lease held = known(grant.node(), grant.digest(), grant.begin());
		if (held != null && held.token() != null && grant.begin() < held.earliestEnd()) {
			report("Granted while another held it: " + text(grant) + ", held by " + held.token() + " until "
					+ this.history.time(held.earliestEnd()));
		}
		this.leases.put(grant.node() + grant.digest(), new Lease(grant.token(), grant.begin(),
				earliest(grant.begin()) + grant.life() - BLUR_NANOS, grant.begin() + grant.life() + BLUR_NANOS));
	}

	private void renew(Renewal renewal) {
		this.leases.computeIfPresent(renewal.node() + renewal.digest(),
				(name, held) -> new Lease(held.token(), held.since(),
						earliest(renewal.begin()) + renewal.life() - BLUR_NANOS,
						renewal.begin() + renewal.life() + BLUR_NANOS));
	}

	private void check(Store store) {
		Lease held = known(store.node(), store.digest(), store.begin());
		if (held == null) {
			return;
		}
		String what = store.value() + " with " + store.token() + " at " + this.history.time(store.begin());
		if (held.token() == null) {
			report("Stored without a lease: " + what + ", none since " + this.history.time(held.since()));
		}
		else if (!held.token().equals(store.token())) {
			report("Stored by another than the holder: " + what + ", held by " + held.token() + " since "
					+ this.history.time(held.since()));
		}
		else if (earliest(store.begin()) > held.latestEnd()) {
			report("Stored after the lease had run out: " + what + ", until " + this.history.time(held.latestEnd()));
		}
	}

	/** What is known of a lease; null when it is not known whether there is one. */
	private @Nullable Lease known(String node, String digest, long at) {
		Lease last = this.leases.getOrDefault(node + digest, Lease.NONE);
		return isBroken(last.since(), at) ? null : last;
	}

	/** Whether something broke every lease between two times. */
	private boolean isBroken(long from, long until) {
		return this.breaks.stream()
			.anyMatch((upheaval) -> upheaval.begin() - BLUR_NANOS < until
					&& (upheaval.end() == Event.NEVER || upheaval.end() + BLUR_NANOS > from));
	}

	/** What a server does right after a standstill goes by the time of its beginning. */
	private long earliest(long at) {
		return this.standstills.stream()
			.filter((pause) -> pause.begin() - BLUR_NANOS <= at && at <= pause.end() + BLUR_NANOS)
			.mapToLong((pause) -> Math.min(at, pause.begin()))
			.min()
			.orElse(at);
	}

	private void checkLoads() {
		Map<String, Call> calls = this.history.all(Call.class)
			.collect(Collectors.toMap(Call::id, (call) -> call, (a, b) -> a));
		Map<String, List<Load>> loads = this.history.all(Load.class)
			.filter((load) -> load.excuse() == null && this.history.digests().containsKey(load.key()))
			.filter((load) -> load.call() == null || isLeased(calls.get(load.call())))
			.filter((load) -> !isBroken(Math.max(load.asked(), load.begin() - LONGEST_GRANT_NANOS), load.begin()))
			.collect(Collectors.groupingBy((load) -> load.jvm() + " " + this.history.digests().get(load.key())));
		loads.forEach((who, ofWho) -> unleased(ofWho, grants(who))
			.forEach((load) -> report("Loaded without a lease: " + load.value() + " of " + load.key() + " at "
					+ this.history.time(load.begin()) + " to " + this.history.time(load.end()))));
	}

	private List<Grant> grants(String who) {
		return this.history.all(Grant.class)
			.filter((grant) -> who.equals(grant.jvm() + " " + grant.digest())
					|| grant.jvm().equals(Callers.UNKNOWN) && who.endsWith(" " + grant.digest()))
			.toList();
	}

	/** Whether a lease is to be expected behind a load of the call. */
	private static boolean isLeased(@Nullable Call call) {
		return call != null && call.outcome() != null && !call.outcome().equals("BYPASS");
	}

	/**
	 * The loads that are left when every grant is given to one of them. Each goes to the
	 * load that can wait least: if that leaves any, then so does every other way.
	 */
	private static Set<Load> unleased(List<Load> loads, List<Grant> grants) {
		Set<Load> left = new HashSet<>(loads);
		for (Grant grant : grants) {
			left.stream()
				.filter((load) -> load.asked() <= grant.begin() + BLUR_NANOS)
				.filter((load) -> grant.begin() <= load.begin() + BLUR_NANOS)
				.min(Comparator.comparingLong(Load::begin))
				.ifPresent(left::remove);
		}
		return left;
	}

	private void report(String violation) {
		this.violations.add(violation);
	}

	private String text(Grant grant) {
		return grant.token() + " to " + grant.jvm() + " at " + this.history.time(grant.begin());
	}

	/**
	 * A lease as a server knows it.
	 *
	 * @param token its token; null for none
	 * @param since when it was granted, or removed
	 * @param earliestEnd until when it is certainly held unless renewed
	 * @param latestEnd from when on it is certainly over unless renewed
	 */
	private record Lease(@Nullable String token, long since, long earliestEnd, long latestEnd) {

		static final Lease NONE = new Lease(null, Long.MIN_VALUE, 0, 0);

	}

}

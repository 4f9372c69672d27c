package io.llmcache.history;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmcache.history.Event.Upheaval;
import io.llmcache.history.Plan.Fault;
import io.llmcache.test.TestRedis;

/**
 * Does to JVMs and servers what a plan says, one fault after the other, and undoes what
 * can be undone.
 */
final class Nemesis {

	private static final String ANY_WORKER = "j\\d+";

	private static final Pattern CLIENT = Pattern.compile("id=(\\d+) .* name=(\\S*) .*");

	/** Who was cut off is back within a moment. */
	private static final int CUT_AGAIN_MILLIS = 20;

	private final Fleet fleet;

	private final Plan plan;

	private final List<Upheaval> upheavals = new ArrayList<>();

	Nemesis(Fleet fleet, Plan plan) {
		this.fleet = fleet;
		this.plan = plan;
	}

	/** Does it all; tells what there is to allow for. */
	List<Upheaval> act() {
		for (Fault fault : this.plan.faults()) {
			sleep(fault.pause());
			strike(fault);
		}
		return this.upheavals;
	}

	private void strike(Fault fault) {
		TestRedis redis = this.fleet.servers().primary();
		Worker worker = this.fleet.worker(fault.jvm());
		switch (fault.kind()) {
			case PAUSE_JVM -> during(Upheaval.Kind.JVM_PAUSED, worker.name(), () -> {
				worker.jvm().pause();
				sleep(fault.millis());
				worker.jvm().resume();
			});
			case PAUSE_REDIS -> during(Upheaval.Kind.REDIS_PAUSED, name(redis), () -> {
				redis.pause();
				sleep(fault.millis());
				redis.resume();
			});
			case HOLD_CLIENTS -> during(Upheaval.Kind.HARMLESS, "clients held", () -> {
				redis.command("CLIENT", "PAUSE", Integer.toString(fault.millis()));
				sleep(fault.millis());
			});
			case CUT_CONNECTIONS -> during(Upheaval.Kind.HARMLESS, "connections cut of " + worker.name(),
					() -> cut(redis, "normal", worker.name()));
			case CUT_NOTICES ->
				during(Upheaval.Kind.HARMLESS, "notices cut", () -> cutNotices(redis, worker, fault.millis()));
			case FLUSH_SCRIPTS ->
				during(Upheaval.Kind.HARMLESS, "scripts flushed", () -> redis.command("SCRIPT", "FLUSH"));
			case LOSE_LEASES -> during(Upheaval.Kind.HARMLESS, "leases lost", () -> loseLeases(redis));
			case KILL_JVM -> this.upheavals.add(this.fleet.replace(fault.jvm(), this.plan));
			case RESTART_REDIS -> during(Upheaval.Kind.REDIS_EMPTIED, name(redis), redis::restart);
			case FAIL_OVER -> during(Upheaval.Kind.FAILED_OVER, name(redis), this.fleet.servers()::failOver);
		}
	}

	private static String name(TestRedis redis) {
		return Integer.toString(redis.port());
	}

	private void during(Upheaval.Kind kind, String whom, Runnable what) {
		long begin = System.nanoTime();
		what.run();
		this.upheavals.add(new Upheaval(kind, whom, begin, System.nanoTime()));
	}

	/** Not the connections of Sentinels, nor our own. */
	private static void cut(TestRedis redis, String type, String name) {
		Matcher matcher = CLIENT.matcher(String.valueOf(redis.command("CLIENT", "LIST", "TYPE", type)));
		while (matcher.find()) {
			if (matcher.group(2).matches(name)) {
				redis.command("CLIENT", "KILL", "ID", matcher.group(1));
			}
		}
	}

	/** Nobody hears of what is voided right then, above all of a clear. */
	private static void cutNotices(TestRedis redis, Worker worker, int millis) {
		for (int passed = 0; passed < millis; passed += CUT_AGAIN_MILLIS) {
			cut(redis, "pubsub", ANY_WORKER);
			if (passed == 0) {
				worker.clear(Plan.LASTING);
			}
			sleep(CUT_AGAIN_MILLIS);
		}
	}

	/** As a server does that is short of memory. */
	private static void loseLeases(TestRedis redis) {
		Object names = redis.command("KEYS", "*:l:*");
		((names instanceof List<?> list) ? list : List.of(String.valueOf(names)))
			.forEach((name) -> redis.command("DEL", String.valueOf(name)));
	}

	private static void sleep(int millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

package io.llmcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.lettuce.core.RedisCommandExecutionException;
import io.llmcache.store.Concern.Kind;
import io.llmcache.store.Primary.Answer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;

/**
 * Looks after Redis itself: whether it is set up so that the cache can work, and what to
 * mend if it is not. It does so in the background, whenever Redis has been reached and
 * now and then after that; no call waits for it, and nothing depends on what it finds.
 * Thread-safe.
 */
public final class RedisCheckup {

	private static final Logger logger = LoggerFactory.getLogger(RedisCheckup.class);

	private final RedisLink link;

	private final RedisKeys keys;

	private final Executor background;

	private final Duration pause;

	private final BooleanSupplier semantic;

	private final ConcernLog log = new ConcernLog();

	private final AtomicInteger wanted = new AtomicInteger();

	private final AtomicLong last;

	private volatile BooleanSupplier subscriptionRefused = () -> false;

	/**
	 * Begins with the first answer of Redis.
	 * @param link the way to Redis, not started yet
	 * @param keys the names
	 * @param background where to look; a look may take two seconds when Redis is slow
	 * @param pause between looks
	 * @param semantic tells whether the semantic layer is on, which needs more rights
	 */
	public RedisCheckup(RedisLink link, RedisKeys keys, ScheduledExecutorService background, Duration pause,
			BooleanSupplier semantic) {
		this.link = link;
		this.keys = keys;
		this.background = background;
		this.pause = pause;
		this.semantic = semantic;
		this.last = new AtomicLong(System.nanoTime() - pause.toNanos());
		link.onAnswer(this::onAnswer);
		background.scheduleWithFixedDelay(this::onPause, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Has the right to subscribe looked after as well.
	 * @param notices try to
	 */
	public void watch(RedisNotices notices) {
		this.subscriptionRefused = notices::isRefused;
	}

	/**
	 * What was found at the last look that Redis has answered; empty before the first.
	 */
	public List<Concern> concerns() {
		return this.log.concerns();
	}

	/** A link that is refused asks again and again. */
	private void onAnswer() {
		if (this.link.isOpenToCalls() || System.nanoTime() - this.last.get() >= this.pause.toNanos()) {
			this.background.execute(this::look);
		}
	}

	/** While Redis does not answer, the link asks it often enough. */
	private void onPause() {
		if (this.link.isOpenToCalls()) {
			look();
		}
	}

	/** One look at a time; what comes meanwhile is worth one more. */
	private void look() {
		if (this.wanted.getAndIncrement() > 0) {
			return;
		}
		int seen;
		do {
			seen = this.wanted.get();
			this.last.set(System.nanoTime());
			lookOnce();
		}
		while (!this.wanted.compareAndSet(seen, 0));
	}

	private void lookOnce() {
		try {
			this.log.found(Objects
				.requireNonNull(this.link.pastBreaker().execute((RedisCallback<List<Concern>>) this::examine, true)));
		}
		catch (RuntimeException ex) {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
			if (cause instanceof RedisCommandExecutionException && isLockedOut(cause.getMessage())) {
				this.log.found(List.of(lockedOut()));
			}
			else {
				// An outage is told of by the link.
				logger.debug("Redis could not be examined: {}", ex.toString());
			}
		}
	}

	private List<Concern> examine(RedisConnection connection) {
		List<Concern> concerns = new ArrayList<>();
		List<ClockReading> clocks = new ArrayList<>();
		for (Primary primary : Primary.of(connection)) {
			if (isLockedOut(primary.ask("PING").refusal().orElse(""))) {
				return List.of(lockedOut());
			}
			examine(primary, concerns);
			clock(primary).ifPresent(clocks::add);
		}
		ClockReading.concern(clocks).ifPresent(concerns::add);
		return joined(concerns);
	}

	private void examine(Primary primary, List<Concern> concerns) {
		Answer info = primary.ask("INFO");
		Optional<ServerInfo> server = info.refusal().isEmpty() ? Optional.of(new ServerInfo(info.text()))
				: Optional.empty();
		List<String> unseen = new ArrayList<>();
		if (server.isEmpty()) {
			unseen.add("INFO");
		}
		if (primary.isOneOfMany() || server.filter(ServerInfo::isCluster).isPresent()) {
			Answer cluster = primary.ask("CLUSTER", "INFO");
			if (cluster.isObeyed()) {
				concerns.addAll(new ClusterState(cluster.text()).concerns(primary));
			}
			else {
				unseen.add("CLUSTER INFO");
			}
		}
		server.ifPresent((known) -> concerns.addAll(known.concerns(primary.address(), wasFull(primary))));
		Rights rights = new Rights(primary, this.keys);
		Answer write = rights.tryOut(primary.key(this.keys.prefix() + "p"), this.semantic.getAsBoolean());
		if (this.subscriptionRefused.getAsBoolean()) {
			rights.missSubscription();
		}
		rights.concern().ifPresent(concerns::add);
		RefusedWrite.concern(primary, write, concerns).ifPresent(concerns::add);
		if (!unseen.isEmpty()) {
			concerns.add(unseen(primary, unseen));
		}
	}

	private boolean wasFull(Primary primary) {
		return concerns().stream()
			.anyMatch((concern) -> concern.kind() == Kind.MEMORY_NEARLY_FULL
					&& List.of(concern.where().split(", ")).contains(primary.address()));
	}

	private static Optional<ClockReading> clock(Primary primary) {
		long sent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
		Answer time = primary.ask("TIME");
		long received = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
		if (time.elements().size() != 2) {
			return Optional.empty();
		}
		long millis = Long.parseLong(time.text(0)) * 1000 + Long.parseLong(time.text(1)) / 1000;
		return Optional.of(ClockReading.of(primary.address(), millis, sent, received));
	}

	private static Concern unseen(Primary primary, List<String> commands) {
		String rule = String.join(" +", commands).toLowerCase(Locale.ROOT).replace("cluster info", "cluster|info");
		return new Concern(Kind.NOT_EXAMINED, primary.address(),
				String.join(" and ", commands)
						+ " may not be used: version, role, memory or cluster could not be looked at",
				"ACL SETUSER <user> +" + rule + ", or leave it at that");
	}

	private static boolean isLockedOut(@Nullable String words) {
		return words != null && (words.startsWith("NOAUTH") || words.startsWith("WRONGPASS"));
	}

	private static Concern lockedOut() {
		return new Concern(Kind.REFUSED, "", "Redis does not let the cache in: calls go to the model",
				"Set spring.data.redis.username and spring.data.redis.password");
	}

	/** The same at several nodes is one concern; in an order that stays. */
	private static List<Concern> joined(List<Concern> concerns) {
		Map<List<Object>, Concern> joined = new LinkedHashMap<>();
		concerns.sort(Comparator.comparing(Concern::kind).thenComparing(Concern::where));
		for (Concern concern : concerns) {
			joined.merge(List.of(concern.kind(), concern.finding(), concern.remedy()), concern,
					(first, next) -> first.where().isEmpty() ? first : new Concern(first.kind(),
							first.where() + ", " + next.where(), first.finding(), first.remedy()));
		}
		return List.copyOf(joined.values());
	}

}

package io.llmcache.semantic.mirror;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;
import io.llmcache.semantic.TestVectors;
import io.llmcache.semantic.UnitVector;
import io.llmcache.store.Document;
import io.llmcache.store.Notice;
import io.llmcache.store.StoreException;
import io.llmcache.store.TestDocuments;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeNanos;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * How a mirror hears of documents, and what it does when it may have missed some.
 */
class MirrorUpkeepTests {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private static final Duration LIFE = Duration.ofMinutes(10);

	private static final TestRedis redis = TestRedis.shared();

	private static TestStores stores;

	private final String space = "upkeep-" + NUMBERS.incrementAndGet();

	private final FakeNanos nanos = new FakeNanos();

	private final TestVectors vectors = new TestVectors(9, 64);

	private final UnitVector question = this.vectors.any();

	private final Digest scope = TestKeys.key("desk", "").scope();

	private final MirrorJvm jvm = new MirrorJvm(stores, this.space, 1_000, this.nanos, null);

	private final MirrorJvm other = new MirrorJvm(stores, this.space, 1_000, this.nanos, null);

	@BeforeAll
	static void open() {
		stores = TestStores.listeningOn(redis);
	}

	@AfterAll
	static void close() {
		stores.close();
	}

	@BeforeEach
	void settle() {
		redis.flush();
		this.jvm.settle();
		this.other.settle();
	}

	@AfterEach
	void everyKeyEnds() {
		this.jvm.index().close();
		this.other.index().close();
		TestStores.assertEveryKeyEnds(redis);
	}

	@Test
	void aNoticeHasADocumentFoundElsewhere() throws StoreException {
		stores.onNotice(this.other.index()::onNotice);

		Digest added = add(this.jvm, "question");

		Eventually.holds(() -> proposed(this.other).contains(added), () -> "not heard of");
	}

	@Test
	void noticesOfOthersAreNotItsBusiness() {
		Deque<Runnable> tasks = new ArrayDeque<>();
		Mirror idle = new MirrorJvm(stores, this.space, 1_000, this.nanos, tasks::add).index();

		idle.onNotice(new Notice.Documented("another"));
		idle.onNotice(new Notice.Marked("desk", "*"));
		assertThat(tasks).isEmpty();
		IntStream.range(0, 100).forEach((i) -> idle.onNotice(new Notice.Documented(this.space)));
		assertThat(tasks).as("a pulse for all of them").hasSize(1);
	}

	@Test
	void aPulseMakesGoodForLostNotices() throws StoreException {
		List<Digest> added = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			added.add(add(this.jvm, "question " + i));
		}

		this.other.index().pulse();

		assertThat(this.other.index().readiness().entries()).isEqualTo(300);
		assertThat(this.other.index().propose(this.scope, this.question, -1, 300))
			.containsExactlyInAnyOrderElementsOf(added);
	}

	@Test
	void itAnswersWithWhatItHasWhileItReads() throws StoreException {
		Digest stored = write("stored");
		Deque<Runnable> tasks = new ArrayDeque<>();
		MirrorJvm starting = new MirrorJvm(stores, this.space, 1_000, this.nanos, tasks::add);
		Mirror index = starting.index();
		assertThat(index.readiness().complete()).isZero();
		assertThat(index.readiness().detail()).contains("waiting");

		index.pulse();
		Digest added = add(starting, "added");

		assertThat(proposed(starting)).containsExactly(added);
		assertThat(index.readiness().ready()).isTrue();
		assertThat(index.readiness().complete()).isZero();
		assertThat(index.readiness().detail()).contains("reading");

		tasks.remove().run();
		assertThat(proposed(starting)).containsExactlyInAnyOrder(added, stored);
		assertThat(index.readiness().complete()).isEqualTo(1);
	}

	@Test
	void whatIsToldDuringTheReadingIsNotLost() throws StoreException {
		Deque<Runnable> tasks = new ArrayDeque<>();
		MirrorJvm reading = new MirrorJvm(stores, this.space, 1_000, this.nanos, tasks::add);
		reading.index().pulse();
		Digest before = add(this.jvm, "before");
		tasks.remove().run();
		Digest after = add(this.jvm, "after");
		reading.index().pulse();

		assertThat(proposed(reading)).containsExactlyInAnyOrder(before, after);
	}

	@Test
	void anExecutorThatRefusesIsAskedAgain() throws StoreException {
		Digest stored = write("stored");
		Deque<Runnable> refused = new ArrayDeque<>();
		MirrorJvm refusing = new MirrorJvm(stores, this.space, 1_000, this.nanos, (task) -> {
			if (refused.isEmpty()) {
				refused.add(task);
				throw new RejectedExecutionException("full");
			}
			task.run();
		});

		refusing.index().onNotice(new Notice.Documented(this.space));
		assertThat(proposed(refusing)).isEmpty();
		refusing.index().pulse();

		assertThat(proposed(refusing)).containsExactly(stored);
	}

	@Test
	void foreignEventsAreSkipped() throws StoreException {
		String feed = stores.keys().feed(this.space);
		Digest first = add(this.jvm, "first");
		redis.command("XADD", feed, "*", "x", "y");
		redis.command("XADD", feed, "*", "d", "short", "s", "short", "t", "", "k", "short");
		redis.command("XADD", feed, "*", "d", "d".repeat(32), "s", "s".repeat(32), "t", "odd", "k", "k".repeat(64));
		redis.command("XADD", feed, "*", "d", "d".repeat(32), "s", "s".repeat(32), "k", "k".repeat(64));
		redis.command("XADD", feed, "*", "d", "d".repeat(32), "d", "e", "s", "s".repeat(31), "t", "", "k", "");
		redis.command("XADD", feed, "*", "d", "d".repeat(32), "s", "s".repeat(32), "t", "", "k", "k".repeat(64), "more",
				"of it");
		Digest last = add(this.jvm, "last");

		this.other.index().pulse();

		assertThat(proposed(this.other)).containsExactlyInAnyOrder(first, last);
		assertThat(this.other.index().readiness().entries()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET", "RPUSH", "last id" })
	void whatKeepsTheStreamFromBeingWrittenIsReplaced(String kind) throws StoreException {
		String feed = stores.keys().feed(this.space);
		Digest before = add(this.jvm, "before");
		this.other.index().pulse();
		if (kind.equals("last id")) {
			redis.command("XADD", feed, "18446744073709551615-18446744073709551615", "x", "y");
		}
		else {
			redis.command("DEL", feed);
			redis.command(kind, feed, "foreign");
		}
		redis.command("EXPIRE", feed, "600");
		this.other.settle();

		Digest after = add(this.jvm, "after");
		this.other.settle();

		assertThat(proposed(this.other)).containsExactlyInAnyOrder(before, after);
	}

	/** More was told than the stream holds, while this JVM did not listen. */
	@Test
	void aTrimmedStreamHasAllDocumentsReadAgain() throws StoreException {
		Digest heard = add(this.jvm, "heard");
		this.other.index().pulse();
		Digest missed = add(this.jvm, "missed");
		Digest last = add(this.jvm, "last");
		redis.command("XTRIM", stores.keys().feed(this.space), "MAXLEN", "1");

		this.other.settle();

		assertThat(proposed(this.other)).containsExactlyInAnyOrder(heard, missed, last);
	}

	/** A replica took over that had not heard of everything, or its clock is behind. */
	@Test
	void aStreamThatBeginsAnewHasAllDocumentsReadAgain() throws StoreException {
		Digest heard = add(this.jvm, "heard");
		this.other.index().pulse();
		Digest missed = write("missed");
		String feed = stores.keys().feed(this.space);
		redis.command("DEL", feed);
		redis.command("XADD", feed, "1-1", "x", "y");
		redis.command("EXPIRE", feed, "600");

		this.other.settle();

		assertThat(proposed(this.other)).containsExactlyInAnyOrder(heard, missed);
		this.other.index().pulse();
		assertThat(this.other.index().isSettled()).as("and only once").isTrue();
	}

	@Test
	void allDocumentsAreReadAgainAfterSixHours() throws StoreException {
		Digest kept = add(this.jvm, "kept");
		Digest gone = add(this.jvm, "gone");
		Digest untold = write("untold");
		new TestDocuments(stores, this.space).delete(List.of(gone));
		this.nanos.advance(Duration.ofHours(6));
		this.jvm.settle();
		assertThat(proposed(this.jvm)).containsExactlyInAnyOrder(kept, gone);

		this.nanos.advance(Duration.ofMillis(1));
		this.jvm.settle();

		assertThat(proposed(this.jvm)).containsExactlyInAnyOrder(kept, untold);
		assertThat(this.jvm.index().readiness().entries()).isEqualTo(2);
	}

	@Test
	void beyondItsBoundItSaysSo() throws StoreException {
		MirrorJvm small = new MirrorJvm(stores, this.space, 10, this.nanos, Runnable::run);
		for (int i = 0; i < 40; i++) {
			add(this.jvm, "question " + i);
		}

		small.index().pulse();

		assertThat(small.index().readiness().entries()).isEqualTo(10);
		assertThat(small.index().readiness().complete()).isEqualTo(0.25);
		assertThat(small.index().readiness().detail()).startsWith("full: 30 ");
	}

	@Test
	void theStreamLivesAsLongAsTheLongestLife() throws StoreException {
		add(this.jvm, "long", Duration.ofMinutes(30));
		add(this.jvm, "short", Duration.ofMinutes(1));

		assertThat(stores.life(stores.keys().feed(this.space))).isBetween(1_790_000L, 1_800_000L);
		add(this.jvm, "longer", Duration.ofMinutes(50));
		assertThat(stores.life(stores.keys().feed(this.space))).isBetween(2_990_000L, 3_000_000L);
	}

	@Test
	void whatAFullRedisRefusesToTellIsFoundHere() throws StoreException {
		try (TestRedis full = TestRedis.start("--maxmemory-policy", "noeviction");
				MirrorJvm refused = new MirrorJvm(full, this.space, 1_000, this.nanos)) {
			refused.settle();
			full.command("CONFIG", "SET", "maxmemory", "1");
			CacheKey key = TestKeys.key("desk", "question");
			Document document = document(key);

			assertThatThrownBy(() -> refused.index().add(document, this.question, LIFE))
				.isInstanceOf(StoreException.Refused.class);
			refused.settle();

			assertThat(proposed(refused)).containsExactly(key.digest());
			full.command("CONFIG", "SET", "maxmemory", "0");
			refused.index().add(document, this.question, LIFE);
			assertThat(refused.stores().life(refused.stores().keys().feed(this.space))).isPositive();
		}
	}

	@Test
	void aClosedMirrorReadsNothingMore() throws StoreException {
		this.other.index().close();
		add(this.jvm, "question");

		this.other.index().pulse();

		assertThat(proposed(this.other)).isEmpty();
	}

	private List<Digest> proposed(MirrorJvm from) {
		return from.index().propose(this.scope, this.question, 0.9, 32);
	}

	private Digest add(MirrorJvm to, String prompt) throws StoreException {
		return add(to, prompt, LIFE);
	}

	private Digest add(MirrorJvm to, String prompt, Duration life) throws StoreException {
		CacheKey key = TestKeys.key("desk", prompt);
		Document document = document(key);
		new TestDocuments(to.stores(), this.space).write(List.of(document), life);
		to.index().add(document, this.question, life);
		return key.digest();
	}

	/** Stores a document and tells nobody. */
	private Digest write(String prompt) throws StoreException {
		CacheKey key = TestKeys.key("desk", prompt);
		new TestDocuments(stores, this.space).write(List.of(document(key)), LIFE);
		return key.digest();
	}

	private Document document(CacheKey key) {
		return TestDocuments.of(key, this.question.halves(), Sketch.of(this.question).bytes());
	}

}

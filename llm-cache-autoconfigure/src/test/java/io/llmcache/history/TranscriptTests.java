package io.llmcache.history;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.llmcache.history.Event.Grant;
import io.llmcache.history.Event.Removed;
import io.llmcache.history.Event.Renewal;
import io.llmcache.history.Event.Store;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real server tells of scripts like the cache's.
 */
class TranscriptTests {

	private static final String ACQUIRE = """
			if redis.call('SET',KEYS[2],ARGV[1],'NX','PX',ARGV[2]) then return 1 end
			redis.call('PTTL',KEYS[2])
			return 0
			""";

	private static final String STORE = """
			redis.call('SET',KEYS[1],ARGV[2],'PX',ARGV[3])
			redis.call('DEL',KEYS[2])
			return 1
			""";

	private static final String ENTRY = "p:1:desk:v1:e:{ab}";

	private static final String LEASE = "p:1:desk:v1:l:{ab}";

	private final TestRedis redis = TestRedis.shared();

	private final Callers callers = new Callers();

	private Witness witness;

	@BeforeEach
	void watch() {
		this.redis.flush();
		this.witness = Witness.of(this.redis);
	}

	@AfterEach
	void close() throws Exception {
		this.witness.close();
	}

	@Test
	void aLeaseIsGrantedOnceAndRefusedWhileItIsHeld() {
		int port = port();
		this.callers.add("j1", new Connection(port, this.redis.port(), System.nanoTime()));
		long before = System.nanoTime();

		this.redis.command("EVAL", ACQUIRE, "2", ENTRY, LEASE, "t1", "300000");
		this.redis.command("EVAL", ACQUIRE, "2", ENTRY, LEASE, "t2", "300000");

		assertThat(testimony()).singleElement().isInstanceOfSatisfying(Grant.class, (grant) -> {
			assertThat(grant.jvm()).isEqualTo("j1");
			assertThat(grant.digest()).isEqualTo("ab");
			assertThat(grant.token()).isEqualTo("t1");
			assertThat(grant.life()).isEqualTo(TimeUnit.MINUTES.toNanos(5));
			// The clocks of the wall and of the machine may drift apart a little.
			assertThat(grant.begin()).isBetween(before - TimeUnit.MILLISECONDS.toNanos(20),
					System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20));
		});
	}

	@Test
	void aStoreNamesWhoWantedItAndWhatIsInIt() {
		this.redis.command("EVAL", STORE, "2", ENTRY, LEASE, "t1", "LLM1\u00e9\r\n \"x\" j7-12:desk/v1/q", "300000");

		List<Event> testimony = testimony();
		assertThat(testimony).hasSize(2);
		assertThat(testimony.get(0)).isInstanceOfSatisfying(Store.class, (store) -> {
			assertThat(store.token()).isEqualTo("t1");
			assertThat(store.value()).isEqualTo("j7-12");
		});
		assertThat(testimony.get(1)).isInstanceOf(Removed.class);
	}

	@Test
	void renewalsAndRemovalsAreSeenWhoeverAsks() {
		this.redis.command("EVAL", "return redis.call('PEXPIRE',KEYS[1],ARGV[2])", "1", LEASE, "t1", "500");
		this.redis.command("DEL", ENTRY, LEASE, "p:1:desk:v1:l:{cd}");

		assertThat(testimony()).extracting((event) -> (Object) event.getClass())
			.containsExactly(Renewal.class, Removed.class, Removed.class);
	}

	@Test
	void aPortBelongsToWhoConnectedLast() {
		this.callers.add("j1", new Connection(5000, 6379, TimeUnit.SECONDS.toNanos(1)));
		this.callers.add("j2", new Connection(5000, 6379, TimeUnit.SECONDS.toNanos(10)));

		assertThat(this.callers.at(5000, 6379, TimeUnit.SECONDS.toNanos(5))).isEqualTo("j1");
		assertThat(this.callers.at(5000, 6379, TimeUnit.SECONDS.toNanos(15))).isEqualTo("j2");
		assertThat(this.callers.at(5001, 6379, TimeUnit.SECONDS.toNanos(15))).isEqualTo(Callers.UNKNOWN);
		// Another server's connection from the same port is another one.
		assertThat(this.callers.at(5000, 6380, TimeUnit.SECONDS.toNanos(15))).isEqualTo(Callers.UNKNOWN);
	}

	private List<Event> testimony() {
		return this.witness.testimony(this.callers);
	}

	private int port() {
		String info = String
			.valueOf(this.redis.command("CLIENT", "LIST", "ID", String.valueOf(this.redis.command("CLIENT", "ID"))));
		return Integer.parseInt(info.replaceFirst("(?s).* addr=\\S*:(\\d+) .*", "$1"));
	}

}

package io.llmcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.llmcache.store.Concern.Kind;
import io.llmcache.test.Eventually;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is looked at and what is said about it. R8, R9, R13
 */
class RedisCheckupTests {

	private static final ClientResources RESOURCES = DefaultClientResources.create();

	private final RedisKeys keys = new RedisKeys("llm:test");

	private final ScheduledExecutorService background = Executors.newScheduledThreadPool(2);

	private final List<AutoCloseable> opened = new ArrayList<>();

	private boolean semantic = true;

	@AfterEach
	void close() throws Exception {
		this.background.shutdownNow();
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REDIS_6", "REDIS_8", "VALKEY" })
	void aServerThatIsSetUpWellIsNoConcernAndKeepsNothing(RedisKind kind) {
		TestRedis redis = open(TestRedis.start(kind));
		RedisCheckup checkup = checkup(redis);
		Eventually.holds(() -> stats(redis).contains("cmdstat_getrange:calls=2"),
				() -> "looked at less than twice: " + stats(redis));
		assertThat(checkup.concerns()).isEmpty();
		assertThat(redis.command("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void aFullRedisIsTold() {
		TestRedis redis = open(TestRedis.start());
		redis.command("CONFIG", "SET", "maxmemory", "1");
		RedisCheckup checkup = checkup(redis);
		await(checkup, Kind.WRITES_REFUSED, Kind.EVICTION_POLICY, Kind.MEMORY_NEARLY_FULL);
		assertThat(text(checkup, Kind.WRITES_REFUSED)).contains("OOM").contains("maxmemory");

		redis.command("CONFIG", "SET", "maxmemory", "0");
		await(checkup);
	}

	@Test
	void aPolicyThatEvictsLeasesIsTold() {
		TestRedis redis = open(TestRedis.start("--maxmemory", "100mb", "--maxmemory-policy", "volatile-ttl"));
		RedisCheckup checkup = checkup(redis);
		await(checkup, Kind.EVICTION_POLICY);
		assertThat(text(checkup, Kind.EVICTION_POLICY)).contains("volatile-ttl").contains("allkeys-lru");

		redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
		await(checkup);
	}

	@Test
	void aReplicaIsTold() {
		TestRedis primary = open(TestRedis.start("--repl-diskless-sync-delay", "0"));
		TestRedis replica = open(TestRedis.start());
		replica.command("REPLICAOF", primary.host(), Integer.toString(primary.port()));
		RedisCheckup checkup = checkup(replica);
		await(checkup, Kind.READ_ONLY);

		replica.command("REPLICAOF", "NO", "ONE");
		await(checkup);
	}

	@Test
	void writesThatAreRefusedForAnotherReasonAreTold() {
		TestRedis redis = open(TestRedis.start("--min-replicas-to-write", "1"));
		RedisCheckup checkup = checkup(redis);
		await(checkup, Kind.WRITES_REFUSED);
		assertThat(text(checkup, Kind.WRITES_REFUSED)).contains("NOREPLICAS").contains("min-replicas-to-write");
	}

	@ParameterizedTest
	@EnumSource(names = { "REDIS_6", "REDIS_8", "VALKEY" })
	void theRuleGrantsAllThatIsNeeded(RedisKind kind) {
		TestRedis redis = open(TestRedis.start(kind));
		user(redis, Right.rule("llm:test", true, false));
		RedisCheckup checkup = checkup(as(standalone(redis)));
		Eventually.holds(() -> stats(redis).contains("cmdstat_getrange:calls=2"), () -> "looked at less than twice");
		assertThat(checkup.concerns()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PING", "EVAL", "EVALSHA", "GET", "GETRANGE", "SET", "PTTL", "PEXPIRE", "TIME", "TYPE",
			"HGETALL", "INCRBY", "SETRANGE", "HSET", "SCAN", "PUBLISH", "HMGET", "SMEMBERS", "SADD", "XADD", "XLEN",
			"XRANGE", "XREVRANGE", "XREAD", "UNLINK", "DEL" })
	void aMissingCommandIsNamedTogetherWithTheRuleThatGrantsIt(String command) {
		TestRedis redis = TestRedis.shared(RedisKind.REDIS_6);
		user(redis, Right.rule("llm:test", true, false) + " -" + command.toLowerCase(Locale.ROOT));
		RedisCheckup checkup = checkup(as(standalone(redis)));
		await(checkup, Kind.MISSING_RIGHTS);
		assertThat(text(checkup, Kind.MISSING_RIGHTS)).contains(" right to " + command + ": ")
			.endsWith(" +" + command.toLowerCase(Locale.ROOT));
		redis.flush();
	}

	/** On newer servers the refusal names the user. */
	@Test
	void everythingMissingIsNamedAtOnce() {
		TestRedis redis = open(TestRedis.start(RedisKind.REDIS_8));
		user(redis, Right.rule("llm:test", true, false) + " -scan -sadd -publish");
		RedisCheckup checkup = checkup(as(standalone(redis)));
		await(checkup, Kind.MISSING_RIGHTS);
		assertThat(text(checkup, Kind.MISSING_RIGHTS)).contains("User app has no right to SCAN, PUBLISH, SADD: ")
			.endsWith("ACL SETUSER app +scan +publish +sadd");
	}

	@Test
	void rightsOfTheSemanticLayerAreNotMissedWithoutIt() {
		this.semantic = false;
		TestRedis redis = open(TestRedis.start());
		user(redis, Right.rule("llm:test", false, false));
		RedisCheckup checkup = checkup(as(standalone(redis)));
		Eventually.holds(() -> stats(redis).contains("cmdstat_getrange:calls=2"), () -> "looked at less than twice");
		assertThat(checkup.concerns()).isEmpty();
	}

	@Test
	void keysAndChannelsOutOfReachAreNamed() {
		TestRedis redis = open(TestRedis.start());
		user(redis, Right.rule("other", true, false));
		RedisCheckup checkup = checkup(as(standalone(redis)));
		await(checkup, Kind.MISSING_RIGHTS);
		assertThat(text(checkup, Kind.MISSING_RIGHTS)).contains("keys llm:test:1:*, channels llm:test:1:*: ")
			.endsWith(" ~llm:test:1:* &llm:test:1:*");
	}

	@Test
	void whatMayNotBeLookedAtIsSaidOnce() {
		TestRedis redis = open(TestRedis.start());
		user(redis, Right.rule("llm:test", true, false) + " -info");
		RedisCheckup checkup = checkup(as(standalone(redis)));
		await(checkup, Kind.NOT_EXAMINED);
	}

	@Test
	void aPasswordThatIsMissingIsTold() {
		TestRedis redis = open(TestRedis.start());
		redis.command("CONFIG", "SET", "requirepass", "a-password");
		RedisCheckup checkup = checkup(redis);
		await(checkup, Kind.REFUSED);
		assertThat(text(checkup, Kind.REFUSED)).contains("spring.data.redis.password");

		redis.command("CONFIG", "SET", "requirepass", "");
		await(checkup);
	}

	@Test
	void aPasswordThatIsWrongIsTold() {
		TestRedis redis = open(TestRedis.start());
		RedisCheckup checkup = checkup(as(standalone(redis)));
		await(checkup, Kind.REFUSED);

		user(redis, Right.rule("llm:test", true, false));
		await(checkup);
	}

	@ParameterizedTest
	@EnumSource(names = { "REDIS_6", "VALKEY" })
	void theRuleGrantsAllThatIsNeededInACluster(RedisKind kind) {
		TestCluster cluster = open(TestCluster.start(kind));
		cluster.nodes().forEach((node) -> user(node, Right.rule("llm:test", true, true)));
		RedisCheckup checkup = checkup(as(new RedisClusterConfiguration(cluster.addresses())));
		cluster.nodes()
			.forEach((node) -> Eventually.holds(() -> stats(node).contains("cmdstat_getrange:calls=2"),
					() -> "looked at less than twice: " + stats(node)));
		assertThat(checkup.concerns()).isEmpty();
	}

	@Test
	void nodesOfAClusterAreLookedAtOneByOne() {
		TestCluster cluster = open(TestCluster.start(RedisKind.REDIS_6));
		TestRedis full = cluster.nodes().get(1);
		full.command("CONFIG", "SET", "maxmemory", "100mb");
		TestRedis strict = cluster.nodes().get(2);
		strict.command("ACL", "SETUSER", "default", "-incrby");
		RedisCheckup checkup = checkup(factory(new RedisClusterConfiguration(cluster.addresses())));
		await(checkup, Kind.MISSING_RIGHTS, Kind.EVICTION_POLICY);
		assertThat(text(checkup, Kind.EVICTION_POLICY)).startsWith(full.host() + ":" + full.port() + ": ");
		assertThat(text(checkup, Kind.MISSING_RIGHTS)).startsWith(strict.host() + ":" + strict.port() + ": ");
	}

	@Test
	void oneNodeOfAClusterTakenForAllIsTold() {
		TestCluster cluster = open(TestCluster.start(RedisKind.REDIS_6));
		RedisCheckup checkup = checkup(cluster.nodes().get(0));
		await(checkup, Kind.CLUSTER_AS_ONE_SERVER);
		assertThat(text(checkup, Kind.CLUSTER_AS_ONE_SERVER)).contains("spring.data.redis.cluster.nodes");
	}

	@Test
	void slotsThatNobodyServesAreTold() {
		TestCluster cluster = open(TestCluster.start(RedisKind.REDIS_6));
		RedisCheckup checkup = checkup(factory(new RedisClusterConfiguration(cluster.addresses())));
		cluster.loseSlot(0);
		await(checkup, Kind.CLUSTER_INCOMPLETE);

		cluster.nodes().get(0).command("CLUSTER", "ADDSLOTS", "0");
		await(checkup);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aConcernIsLoggedOnceAndOnceMoreWhenItIsGone(CapturedOutput output) {
		TestRedis redis = open(TestRedis.start("--maxmemory", "100mb"));
		RedisCheckup checkup = checkup(redis);
		await(checkup, Kind.EVICTION_POLICY);
		Eventually.holds(() -> stats(redis).contains("cmdstat_getrange:calls=5"), () -> "not looked at again");
		assertThat(output.getOut().split("\\[eviction-policy\\]", -1)).hasSize(2);

		redis.command("CONFIG", "SET", "maxmemory", "0");
		await(checkup);
		Eventually.holds(() -> output.getOut().contains("No concern about Redis any more: eviction-policy"),
				() -> "not said");
	}

	@Test
	void whatWasFoundStaysWhileRedisDoesNotAnswer() {
		TestRedis redis = open(TestRedis.start("--maxmemory", "100mb"));
		RedisCheckup checkup = checkup(redis);
		await(checkup, Kind.EVICTION_POLICY);
		redis.kill();
		RedisCheckup late = checkup(redis);
		assertThat(late.concerns()).isEmpty();
		assertThat(checkup.concerns()).extracting(Concern::kind).containsExactly(Kind.EVICTION_POLICY);
		redis.restart();
		await(late, Kind.EVICTION_POLICY);
	}

	@Test
	void aSubscriptionThatIsRefusedIsAMissingRight() {
		TestRedis redis = open(TestRedis.start());
		redis.command("ACL", "SETUSER", "default", "-subscribe");
		LettuceConnectionFactory factory = factory(standalone(redis));
		RedisLink link = new RedisLink(factory, this.background, Duration.ofMillis(50));
		RedisNotices notices = open(new RedisNotices(factory, this.keys, link, this.background,
				(notice) -> Objects.requireNonNull(notice), () -> {
				}));
		RedisCheckup checkup = new RedisCheckup(link, this.keys, this.background, Duration.ofMillis(100), () -> false);
		checkup.watch(notices);
		link.start(Duration.ofSeconds(10));
		link.awaitStart();
		await(checkup, Kind.MISSING_RIGHTS);
		assertThat(text(checkup, Kind.MISSING_RIGHTS)).contains(" right to SUBSCRIBE: ").contains("once a second");

		redis.command("ACL", "SETUSER", "default", "+subscribe");
		await(checkup);
	}

	private RedisCheckup checkup(TestRedis redis) {
		return checkup(factory(standalone(redis)));
	}

	/** As it is wired, but that it looks ten times a second. */
	private RedisCheckup checkup(LettuceConnectionFactory factory) {
		RedisLink link = open(new RedisLink(factory, this.background, Duration.ofMillis(50)));
		new RedisResponseStore(link, this.keys, new RedisClock(System::nanoTime), this.background, 1 << 20);
		RedisCheckup checkup = new RedisCheckup(link, this.keys, this.background, Duration.ofMillis(100),
				() -> this.semantic);
		link.start(Duration.ofSeconds(5));
		link.awaitStart();
		return checkup;
	}

	private LettuceConnectionFactory factory(RedisConfiguration servers) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(servers,
				LettuceClientConfiguration.builder()
					.commandTimeout(Duration.ofSeconds(5))
					.shutdownTimeout(Duration.ZERO)
					.clientResources(RESOURCES)
					.build());
		factory.afterPropertiesSet();
		factory.start();
		this.opened.add(factory::destroy);
		return factory;
	}

	private LettuceConnectionFactory as(RedisStandaloneConfiguration servers) {
		servers.setUsername("app");
		servers.setPassword("a-password");
		return factory(servers);
	}

	private LettuceConnectionFactory as(RedisClusterConfiguration servers) {
		servers.setUsername("app");
		servers.setPassword("a-password");
		return factory(servers);
	}

	private static RedisStandaloneConfiguration standalone(TestRedis redis) {
		return new RedisStandaloneConfiguration(redis.host(), redis.port());
	}

	/** A user who may do what the rule says and nothing else. */
	private static void user(TestRedis redis, String rule) {
		redis.command(Stream
			.concat(Stream.of("ACL", "SETUSER", "app", "reset", "on", ">a-password"), Stream.of(rule.split(" ")))
			.toArray(String[]::new));
	}

	private <T extends AutoCloseable> T open(T resource) {
		this.opened.add(resource);
		return resource;
	}

	private static void await(RedisCheckup checkup, Kind... kinds) {
		Predicate<List<Kind>> same = (found) -> found.equals(List.of(kinds));
		Eventually.holds(() -> same.test(checkup.concerns().stream().map(Concern::kind).toList()),
				() -> "found " + checkup.concerns());
	}

	private static String text(RedisCheckup checkup, Kind kind) {
		return checkup.concerns()
			.stream()
			.filter((concern) -> concern.kind() == kind)
			.map(Concern::text)
			.findFirst()
			.orElseThrow();
	}

	private static String stats(TestRedis redis) {
		return String.valueOf(redis.command("INFO", "commandstats"));
	}

}

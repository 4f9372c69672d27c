package io.llmcache.store;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command that the cache sends, by itself or within a script, what is lost without it,
 * and a trial that changes nothing: rights are looked at before arguments are.
 *
 * @param command its name
 * @param use what it is for
 * @param trial the words of the trial; {@link #KEY} and {@link #CHANNEL} stand for names
 */
record Right(String command, Use use, List<String> trial) {

	static final String KEY = "<key>";

	static final String CHANNEL = "<channel>";

	/**
	 * Whether writes are taken is looked at before arguments are, too: the life is none.
	 */
	static final Right WRITE = right("SET", Use.CACHE, KEY, "", "PX", "0");

	private static final String NO_SCRIPT = "0".repeat(40);

	/**
	 * {@code SADD} has no form that changes nothing, except for a key of another type,
	 * which is gone before anybody sees it. Answers 0 where the right is missing.
	 */
	private static final String TRY_SADD = """
			redis.call('SET',KEYS[1],'','PX',10000)
			local r=redis.pcall('SADD',KEYS[1],'m')
			redis.call('DEL',KEYS[1])
			return string.find(r.err,'WRONGTYPE') and 1 or 0
			""";

	private static final List<Right> ALL = List.of(WRITE, right("PING", Use.CACHE),
			right("EVAL", Use.CACHE, "return 1", "0"), right("EVALSHA", Use.CACHE, NO_SCRIPT, "0"),
			right("GET", Use.CACHE, KEY), right("GETRANGE", Use.CACHE, KEY, "0", "0"), right("PTTL", Use.CACHE, KEY),
			right("TIME", Use.CACHE), right("TYPE", Use.CACHE, KEY), right("HGETALL", Use.CACHE, KEY),
			right("INCRBY", Use.HOT, KEY, "x"), right("SETRANGE", Use.HOT, KEY, "0", ""),
			right("HSET", Use.CLEARING, KEY, "f", "v", "x"), right("SCAN", Use.SWEEPING, "0", "COUNT", "1"),
			right("PUBLISH", Use.NOTICES, CHANNEL, ""), right("HMGET", Use.SEMANTIC, KEY, "f"),
			right("SMEMBERS", Use.SEMANTIC, KEY), new Right("SADD", Use.SEMANTIC, List.of("EVAL", TRY_SADD, "1", KEY)),
			right("XADD", Use.SEMANTIC, KEY, "NOMKSTREAM", "*", "f", "v"), right("XLEN", Use.SEMANTIC, KEY),
			right("XRANGE", Use.SEMANTIC, KEY, "-", "+", "COUNT", "1"),
			right("XREVRANGE", Use.SEMANTIC, KEY, "+", "-", "COUNT", "1"),
			right("XREAD", Use.SEMANTIC, "COUNT", "1", "STREAMS", KEY, "0"), right("PEXPIRE", Use.CACHE, KEY, "1000"),
			right("UNLINK", Use.SWEEPING, KEY), right("DEL", Use.CACHE, KEY));

	/** Sent over a connection of its own, which cannot be used for a trial. */
	static final Right SUBSCRIBE = right("SUBSCRIBE", Use.NOTICES, CHANNEL);

	private static final List<String> LOOKING_AFTER = List.of("subscribe", "unsubscribe", "info");

	private static final List<String> IN_A_CLUSTER = List.of("cluster|info", "cluster|nodes", "cluster|myid");

	private static Right right(String command, Use use, String... arguments) {
		return new Right(command, use, Stream.concat(Stream.of(command), Stream.of(arguments)).toList());
	}

	/**
	 * The rights to try out.
	 * @param semantic whether the semantic layer is on
	 */
	static List<Right> of(boolean semantic) {
		return ALL.stream().filter((right) -> semantic || right.use != Use.SEMANTIC).toList();
	}

	/**
	 * All that a user of the cache needs, as {@code ACL SETUSER} takes it. Redis 6.2
	 * opens all channels to a new user.
	 * @param prefix start of all keys and of the channel
	 * @param semantic whether the semantic layer is to be on
	 * @param cluster whether it is a cluster
	 */
	static String rule(String prefix, boolean semantic, boolean cluster) {
		Stream<String> commands = of(semantic).stream().map((right) -> right.command.toLowerCase(Locale.ROOT));
		return Stream
			.of(Stream.of("resetchannels", "~" + prefix + "*", "&" + prefix + "*"), commands.map((name) -> "+" + name),
					LOOKING_AFTER.stream().map((name) -> "+" + name),
					(cluster ? IN_A_CLUSTER : List.<String>of()).stream().map((name) -> "+" + name))
			.flatMap((part) -> part)
			.collect(Collectors.joining(" "));
	}

	List<String> trial(String key, String channel) {
		return this.trial.stream()
			.map((word) -> word.equals(KEY) ? key : word.equals(CHANNEL) ? channel : word)
			.toList();
	}

	/** Whether a script has tried it, and says whether it may be used. */
	boolean isScripted() {
		return !this.trial.get(0).equals(this.command);
	}

	/** What is lost with some rights, the worst first. */
	static String loss(List<Right> missing) {
		return missing.stream()
			.map(Right::use)
			.distinct()
			.sorted(Comparator.naturalOrder())
			.map((use) -> use.loss)
			.collect(Collectors.joining("; "));
	}

	/** Their names, in a row. */
	static List<String> names(List<Right> rights) {
		return rights.stream().map(Right::command).toList();
	}

	/** What a command is for, the most important first. */
	enum Use {

		CACHE("answers cannot be stored or found, and calls go to the model"),

		CLEARING("a cache cannot be cleared, and questions are not compared"),

		HOT("popular answers are not kept alive"),

		SWEEPING("cleared answers keep their memory until they expire"),

		NOTICES("waiting callers and clearings of other instances are looked for once a second only"),

		SEMANTIC("the same question in other words is not found");

		private final String loss;

		Use(String loss) {
			this.loss = loss;
		}

	}

}

package io.llmcache.store;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command that the cache sends, by itself or within a script, what is lost without it,
 * and a form of it that changes nothing: rights are looked at before arguments are.
 *
 * @param command its name
 * @param use what it is for
 * @param arguments of the harmless form; {@link #KEY} and {@link #CHANNEL} stand for names
 */
record Right(String command, Use use, List<String> arguments) {

	static final String KEY = "<key>";

	static final String CHANNEL = "<channel>";

	/** The form of {@code SET} does write: whether writes are taken is asked as well. */
	static final Right WRITE = right("SET", Use.CACHE, KEY, "", "PX", "10000");

	private static final String NO_SCRIPT = "0".repeat(40);

	/**
	 * All but the {@link #WRITE}, after which they are sent: then there is a text under
	 * the key, and what would write to another type fails. The last ones remove it.
	 */
	private static final List<Right> ALL = List.of(right("PING", Use.CACHE), right("EVAL", Use.CACHE, "return 1", "0"),
			right("EVALSHA", Use.CACHE, NO_SCRIPT, "0"), right("GET", Use.CACHE, KEY),
			right("GETRANGE", Use.CACHE, KEY, "0", "0"), right("PTTL", Use.CACHE, KEY),
			right("TIME", Use.CACHE), right("TYPE", Use.CACHE, KEY),
			right("HGETALL", Use.CACHE, KEY), right("INCRBY", Use.HOT, KEY, "x"),
			right("SETRANGE", Use.HOT, KEY, "0", ""), right("HSET", Use.CLEARING, KEY, "f", "v", "x"),
			right("SCAN", Use.SWEEPING, "0", "COUNT", "1"), right("PUBLISH", Use.NOTICES, CHANNEL, ""),
			right("HMGET", Use.SEMANTIC, KEY, "f"), right("SMEMBERS", Use.SEMANTIC, KEY),
			right("SADD", Use.SEMANTIC, KEY, "m"), right("XADD", Use.SEMANTIC, KEY, "NOMKSTREAM", "*", "f", "v"),
			right("XLEN", Use.SEMANTIC, KEY), right("XRANGE", Use.SEMANTIC, KEY, "-", "+", "COUNT", "1"),
			right("XREVRANGE", Use.SEMANTIC, KEY, "+", "-", "COUNT", "1"),
			right("XREAD", Use.SEMANTIC, "COUNT", "1", "STREAMS", KEY, "0"), right("PEXPIRE", Use.CACHE, KEY, "1000"),
			right("UNLINK", Use.SWEEPING, KEY), right("DEL", Use.CACHE, KEY));

	/** Sent over a connection of its own, which cannot be used for a trial. */
	static final Right SUBSCRIBE = right("SUBSCRIBE", Use.NOTICES, CHANNEL);

	private static final List<String> LOOKING_AFTER = List.of("subscribe", "unsubscribe", "info");

	private static final List<String> IN_A_CLUSTER = List.of("cluster|info", "cluster|nodes");

	private static Right right(String command, Use use, String... arguments) {
		return new Right(command, use, List.of(arguments));
	}

	/**
	 * The rights to try out after the {@link #WRITE}.
	 * @param semantic whether the semantic layer is on
	 * @param written whether the write was obeyed
	 */
	static List<Right> after(boolean semantic, boolean written) {
		return ALL.stream()
			.filter((right) -> semantic || right.use != Use.SEMANTIC)
			// Where there is no text under the key, it would make a set without an end.
			.filter((right) -> written || !right.command.equals("SADD"))
			.toList();
	}

	/**
	 * All that a user of the cache needs, as {@code ACL SETUSER} takes it. Redis 6.2 opens
	 * all channels to a new user.
	 * @param prefix start of all keys and of the channel
	 * @param semantic whether the semantic layer is to be on
	 * @param cluster whether it is a cluster
	 */
	static String rule(String prefix, boolean semantic, boolean cluster) {
		Stream<String> commands = Stream.concat(Stream.of(WRITE), after(semantic, true).stream())
			.map((right) -> right.command.toLowerCase(Locale.ROOT));
		return Stream.of(Stream.of("resetchannels", "~" + prefix + "*", "&" + prefix + "*"), commands.map((name) -> "+" + name),
				LOOKING_AFTER.stream().map((name) -> "+" + name),
				(cluster ? IN_A_CLUSTER : List.<String>of()).stream().map((name) -> "+" + name))
			.flatMap((part) -> part)
			.collect(Collectors.joining(" "));
	}

	String[] arguments(String key, String channel) {
		return this.arguments.stream()
			.map((argument) -> argument.equals(KEY) ? key : argument.equals(CHANNEL) ? channel : argument)
			.toArray(String[]::new);
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

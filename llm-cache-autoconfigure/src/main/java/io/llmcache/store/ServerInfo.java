package io.llmcache.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmcache.store.Concern.Kind;

/**
 * What a server tells of itself by {@code INFO}, and what is to be said about it. Taken
 * from there rather than from {@code CONFIG}, which managed services keep to themselves.
 */
final class ServerInfo {

	private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

	private static final double NEARLY_FULL = 0.9;

	/** A figure that goes up and down around the line is told of once. */
	private static final double FULL_NO_MORE = 0.85;

	/** These may take a lease, which has the shortest life of all keys, or any key. */
	private static final Set<String> TAKES_LEASES = Set.of("volatile-ttl", "volatile-random", "allkeys-random");

	private static final String ADVICE = "Set maxmemory-policy to allkeys-lru (or -lfu) where Redis serves caches only, "
			+ "else to volatile-lru: every key of this cache has a TTL";

	private final Map<String, String> fields = new HashMap<>();

	/**
	 * Reads the reply.
	 * @param text lines of {@code name:value}
	 */
	ServerInfo(String text) {
		text.lines().forEach((line) -> {
			int colon = line.indexOf(':');
			if (colon > 0) {
				this.fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
			}
		});
	}

	/**
	 * What an operator should mend.
	 * @param where the server; empty where there is only one
	 * @param wasFull whether it was nearly full when last looked at
	 */
	List<Concern> concerns(String where, boolean wasFull) {
		List<Concern> concerns = new ArrayList<>();
		if (isOld()) {
			concerns.add(new Concern(Kind.OLD_VERSION, where,
					"Redis " + field("redis_version") + " lacks commands that the cache uses",
					"Use Redis 6.2 or newer, or Valkey"));
		}
		if (isReadOnly()) {
			concerns.add(readOnly(where));
		}
		if (number("maxmemory") > 0) {
			memory(where, wasFull, concerns);
		}
		return concerns;
	}

	static Concern readOnly(String where) {
		return new Concern(Kind.READ_ONLY, where,
				"This is a replica and takes no writes: stored answers are served, new ones are not stored",
				"Point spring.data.redis at the primary, or at Sentinel (spring.data.redis.sentinel), which knows it");
	}

	private void memory(String where, boolean wasFull, List<Concern> concerns) {
		String policy = field("maxmemory_policy");
		boolean refuses = policy.equals("noeviction");
		if (refuses) {
			concerns.add(new Concern(Kind.EVICTION_POLICY, where,
					"With maxmemory-policy noeviction a full Redis refuses writes: nothing new is stored then",
					ADVICE));
		}
		else if (TAKES_LEASES.contains(policy)) {
			concerns.add(new Concern(Kind.EVICTION_POLICY, where,
					"With maxmemory-policy " + policy
							+ " a full Redis evicts leases: the model is then called more than once for an answer",
					ADVICE));
		}
		if (isNearlyFull(wasFull ? FULL_NO_MORE : NEARLY_FULL)) {
			concerns.add(new Concern(Kind.MEMORY_NEARLY_FULL, where,
					"More than nine tenths of maxmemory are in use: " + (refuses ? "Redis is about to refuse writes"
							: "Redis evicts answers before their life has ended"),
					"Raise maxmemory, or shorten llm.cache.ttl"));
		}
	}

	boolean isCluster() {
		return field("cluster_enabled").equals("1");
	}

	private boolean isReadOnly() {
		return Set.of("slave", "replica").contains(field("role")) && !field("slave_read_only").equals("0");
	}

	private boolean isNearlyFull(double share) {
		return number("used_memory") >= share * number("maxmemory");
	}

	private boolean isOld() {
		Matcher version = VERSION.matcher(field("redis_version"));
		if (!version.matches()) {
			return false;
		}
		int major = Integer.parseInt(version.group(1));
		return major < 6 || (major == 6 && Integer.parseInt(version.group(2)) < 2);
	}

	private String field(String name) {
		return this.fields.getOrDefault(name, "");
	}

	private double number(String name) {
		double number = ModuleCommands.number(field(name));
		return Double.isNaN(number) ? 0 : number;
	}

}

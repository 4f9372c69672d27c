package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.llmcache.key.CacheKey;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * Leases in Redis, beside the entries.
 */
public final class RedisLeaseStore implements LeaseStore {

	private final RedisLink link;

	private final RedisKeys keys;

	private final RedisResponseStore entries;

	private final RedisClock clock;

	/**
	 * Leases for the entries of a store.
	 * @param link the way to Redis
	 * @param keys the names
	 * @param entries reads what the acquire script finds
	 * @param clock learns the time from its replies
	 */
	public RedisLeaseStore(RedisLink link, RedisKeys keys, RedisResponseStore entries, RedisClock clock) {
		this.link = link;
		this.keys = keys;
		this.entries = entries;
		this.clock = clock;
	}

	@Override
	public Acquired acquire(CacheKey key, String token, Duration life, byte[] seenStamp) throws StoreException {
		try {
			return tryAcquire(key, token, life, seenStamp);
		}
		catch (StoreException.Refused ex) {
			if (!RedisScripts.isWrongType(ex)) {
				throw ex;
			}
			// A list or a hash under our key: nobody's entry, so out of the way with it.
			this.link.ask((redis) -> redis.unlink(this.keys.entry(key)));
			return tryAcquire(key, token, life, Reading.NO_STAMP);
		}
	}

	private Acquired tryAcquire(CacheKey key, String token, Duration life, byte[] seenStamp) throws StoreException {
		long sent = this.clock.nanoTime();
		List<Object> reply = ask(RedisScripts.ACQUIRE, List.of(this.keys.entry(key), this.keys.lease(key)),
				RedisScripts.ascii(token), RedisScripts.ascii(life.toMillis()), seenStamp,
				RedisScripts.ascii(this.entries.tooFar()));
		long now = (Long) reply.get(1);
		this.clock.learn(now, sent);
		return switch (new String((byte[]) reply.get(0), StandardCharsets.US_ASCII)) {
			case "L" -> new Acquired.Granted(now);
			case "W" -> new Acquired.Held(Duration.ofMillis(Math.max(0, (Long) reply.get(2))));
			default -> new Acquired.Newer(this.entries.read((reply.size() > 2) ? (byte[]) reply.get(2) : null, key));
		};
	}

	@Override
	public long seize(CacheKey key, String token, Duration life) throws StoreException {
		return ask(RedisScripts.SEIZE, List.of(this.keys.lease(key)), RedisScripts.ascii(token),
				RedisScripts.ascii(life.toMillis()));
	}

	@Override
	public boolean renew(CacheKey key, String token, Duration life) throws StoreException {
		return ask(RedisScripts.RENEW, List.of(this.keys.lease(key)), RedisScripts.ascii(token),
				RedisScripts.ascii(life.toMillis())) == 1;
	}

	@Override
	public void release(CacheKey key, String token, boolean waitAgain) throws StoreException {
		ask(RedisScripts.RELEASE, List.of(this.keys.lease(key)), RedisScripts.ascii(token),
				RedisScripts.ascii(this.keys.channel()),
				RedisScripts.ascii(new Notice.Released(key.digest(), waitAgain).text()));
	}

	private <T> T ask(RedisScript<T> script, List<String> names, byte[]... arguments) throws StoreException {
		return RedisScripts.run(this.link, script, names, arguments);
	}

}

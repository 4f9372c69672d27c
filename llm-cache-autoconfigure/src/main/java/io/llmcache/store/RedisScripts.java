package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import io.lettuce.core.RedisCommandExecutionException;

import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * What Redis does in one step. Offsets are those of {@link Entry}'s header. Works from
 * Redis 6.2 on, without modules; every key of a script lies in one slot, and every key
 * that a script writes has a life.
 */
final class RedisScripts {

	/** The digest that an alias points to; empty for any other entry. */
	private static final String TARGET = """
			local target=''
			local head=redis.pcall('GETRANGE',KEYS[1],0,226)
			if type(head)=='string' and #head==227 and head:byte(147)==2 then target=head:sub(156,187) end
			""";

	private static final String NOW = "local t=redis.call('TIME') local now=t[1]*1000+math.floor(t[2]/1000)\n";

	/**
	 * {@code KEYS entry, lease; ARGV token, lease ms, seen stamp, offset of the last byte
	 * to be read}. Looks at the entry again before it grants the lease: between a
	 * reader's look and this, the previous holder may have stored. Answers E (newer
	 * entry), L (granted) or W (held, ms left); a lease that would never end, which none
	 * of these scripts writes, is given an end.
	 */
	static final RedisScript<List<Object>> ACQUIRE = multi(NOW + """
			local seen=redis.call('GETRANGE',KEYS[1],4,19)
			if seen~='' and seen~=ARGV[3] then return {'E',now,redis.call('GETRANGE',KEYS[1],0,ARGV[4])} end
			if redis.call('SET',KEYS[2],ARGV[1],'NX','PX',ARGV[2]) then return {'L',now} end
			local left=redis.call('PTTL',KEYS[2])
			if left<0 then left=tonumber(ARGV[2]) redis.call('PEXPIRE',KEYS[2],left) end
			return {'W',now,left}
			""");

	/**
	 * {@code KEYS lease; ARGV token, lease ms}. Takes the lease from whoever has it: the
	 * store of the former holder will be refused.
	 */
	static final RedisScript<Long> SEIZE = number(NOW + """
			redis.call('SET',KEYS[1],ARGV[1],'PX',ARGV[2])
			return now
			""");

	/** {@code KEYS lease; ARGV token, lease ms}. */
	static final RedisScript<Long> RENEW = number("""
			if redis.call('GET',KEYS[1])==ARGV[1] then return redis.call('PEXPIRE',KEYS[1],ARGV[2]) end
			return 0
			""");

	/** {@code KEYS lease; ARGV token, channel, notice}. */
	static final RedisScript<Long> RELEASE = number("""
			if redis.call('GET',KEYS[1])~=ARGV[1] then return 0 end
			redis.call('DEL',KEYS[1])
			redis.pcall('PUBLISH',ARGV[2],ARGV[3])
			return 1
			""");

	/**
	 * {@code KEYS entry, lease, document; ARGV token, entry, life ms, channel, notice,
	 * field, value, …}. Stores only for the holder of the lease. An error of SET surfaces
	 * after release and wake-up, so that a full Redis keeps nobody waiting. A document
	 * that cannot be written is none: the entry is what was paid for.
	 */
	static final RedisScript<Long> STORE = number("""
			if redis.call('GET',KEYS[2])~=ARGV[1] then return 0 end
			local r=redis.pcall('SET',KEYS[1],ARGV[2],'PX',ARGV[3])
			if ARGV[6] and not (type(r)=='table' and r.err) then
				redis.call('DEL',KEYS[3])
				redis.pcall('HSET',KEYS[3],unpack(ARGV,6))
			end
			redis.call('PEXPIRE',KEYS[3],ARGV[3])
			redis.call('DEL',KEYS[2])
			redis.pcall('PUBLISH',ARGV[4],ARGV[5])
			if type(r)=='table' and r.err then return r end
			return 1
			""");

	/**
	 * {@code KEYS entry; ARGV seen stamp, alias, life ms}. Never takes the place of what
	 * was stored since the caller has read.
	 */
	static final RedisScript<Long> ALIAS = number("""
			local seen=redis.call('GETRANGE',KEYS[1],4,19)
			if seen~='' and seen~=ARGV[1] then return 0 end
			redis.call('SET',KEYS[1],ARGV[2],'PX',ARGV[3])
			return 1
			""");

	/**
	 * {@code KEYS entry, rejections}. Turns a pointer into a rejection that lives as long
	 * as the pointer would have, which is as long as what it points to.
	 */
	static final RedisScript<Long> REJECT = number(TARGET + """
			if target=='' then return 0 end
			local life=redis.call('PTTL',KEYS[1])
			redis.call('DEL',KEYS[1])
			if life<=0 then return 0 end
			if redis.call('TYPE',KEYS[2]).ok~='set' then redis.call('DEL',KEYS[2]) end
			redis.call('SADD',KEYS[2],target)
			if redis.call('PTTL',KEYS[2])<life then redis.call('PEXPIRE',KEYS[2],life) end
			return 1
			""");

	/**
	 * {@code KEYS entry, lease, hits, document; ARGV channel, notice}. Removing the lease
	 * fences the load that runs. Answers how many entries went, and the digest of the
	 * entry that this one pointed to, if any.
	 */
	static final RedisScript<List<Object>> EVICT = multi(TARGET + """
			local n=redis.call('DEL',KEYS[1])
			redis.call('DEL',KEYS[2],KEYS[3],KEYS[4])
			redis.pcall('PUBLISH',ARGV[1],ARGV[2])
			return {n,target}
			""");

	/**
	 * {@code KEYS entry, hits, document; ARGV hits, window ms, threshold, hot ms, max-age ms, stale
	 * ms}. Counts, and once hot moves fresh-until and the hard end: never backwards,
	 * never beyond max-age, never for a stale entry. Answers hits in the window and fresh
	 * milliseconds left (0: not hot; -1: no entry).
	 */
	static final String TOUCH = """
			local n=redis.pcall('INCRBY',KEYS[2],ARGV[1])
			if type(n)=='table' then redis.call('DEL',KEYS[2]) n=redis.call('INCRBY',KEYS[2],ARGV[1]) end
			if redis.call('PTTL',KEYS[2])<0 then redis.call('PEXPIRE',KEYS[2],ARGV[2]) end
			if n<tonumber(ARGV[3]) then return {n,0} end
			local started=tonumber(redis.pcall('GETRANGE',KEYS[1],20,32))
			local fresh=tonumber(redis.pcall('GETRANGE',KEYS[1],33,45))
			if not started or not fresh then return {n,-1} end
			""" + NOW + """
			local last=math.min(started+tonumber(ARGV[5]),9999999999999)
			local want=math.min(now+tonumber(ARGV[4]),last)
			if want<=fresh or fresh<=now then return {n,fresh-now} end
			local life=math.min(want+tonumber(ARGV[6]),last)-now
			if redis.call('PEXPIRE',KEYS[1],life)==0 then return {n,-1} end
			redis.call('SETRANGE',KEYS[1],33,string.format('%013.0f',want))
			redis.call('PEXPIRE',KEYS[3],life)
			return {n,want-now}
			""";

	/**
	 * {@code KEYS marks}. Answers the time, then fields and marks in turn. Another type
	 * under the key holds no marks: it must not keep the cache from working.
	 */
	static final RedisScript<List<Object>> MARKS = multi(NOW + """
			local r={}
			if redis.call('TYPE',KEYS[1]).ok=='hash' then r=redis.call('HGETALL',KEYS[1]) end
			table.insert(r,1,now)
			return r
			""");

	/**
	 * {@code KEYS marks; ARGV field, life ms, channel, notice}. Answers the mark.
	 */
	static final RedisScript<Long> MARK = number(NOW + """
			if redis.call('TYPE',KEYS[1]).ok~='hash' then redis.call('DEL',KEYS[1]) end
			redis.call('HSET',KEYS[1],ARGV[1],now)
			if redis.call('PTTL',KEYS[1])<tonumber(ARGV[2]) then redis.call('PEXPIRE',KEYS[1],ARGV[2]) end
			redis.pcall('PUBLISH',ARGV[3],ARGV[4])
			return now
			""");

	/**
	 * {@code KEYS entry, hits, document; ARGV mark, tenant digest or nothing}. Removes
	 * what the mark voids and only that: answers stored since then stay.
	 */
	static final String SWEEP = """
			local head=redis.pcall('GETRANGE',KEYS[1],0,141)
			if type(head)~='string' or #head<142 then return 0 end
			local started=tonumber(string.sub(head,21,33))
			if not started or started>tonumber(ARGV[1]) then return 0 end
			if ARGV[2]~='' and string.sub(head,111,142)~=ARGV[2] then return 0 end
			return redis.call('UNLINK',KEYS[1],KEYS[2],KEYS[3])
			""";

	private RedisScripts() {
	}

	static <T> T run(RedisLink link, RedisScript<T> script, List<String> names, byte[]... arguments)
			throws StoreException {
		return link.ask((redis) -> run(redis, script, names, arguments));
	}

	@SuppressWarnings("unchecked")
	static <T> T run(RedisTemplate<String, byte[]> redis, RedisScript<T> script, List<String> names,
			byte[]... arguments) {
		T reply = redis.execute(script, RedisSerializer.byteArray(), (RedisSerializer<T>) RedisSerializer.byteArray(),
				names, (Object[]) arguments);
		return Objects.requireNonNull(reply, "Every script answers");
	}

	static byte[] ascii(Object value) {
		return value.toString().getBytes(StandardCharsets.US_ASCII);
	}

	static boolean isWrongType(StoreException ex) {
		return ex.getCause() instanceof RedisCommandExecutionException cause
				&& String.valueOf(cause.getMessage()).contains("WRONGTYPE");
	}

	private static RedisScript<Long> number(String script) {
		return RedisScript.of(script, Long.class);
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static RedisScript<List<Object>> multi(String script) {
		return (RedisScript) RedisScript.of(script, List.class);
	}

}

package io.llmcache.semantic.mirror;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;
import io.llmcache.store.Notice;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * The stream by which JVMs tell one another of new documents. Its events carry all that a
 * mirror keeps: fields {@code d} (digest), {@code s} (scope), {@code t} (tenant, empty
 * for none) and {@code k} (sketch), in bytes. Anybody can write there, so whatever else
 * is found is passed over.
 */
final class RedisFeed {

	/**
	 * {@code KEYS feed; ARGV digest, scope, tenant, sketch, life ms, length, channel,
	 * notice}. What is no stream, or has been given the last of all ids, holds nothing
	 * that could be kept.
	 */
	private static final RedisScript<Long> APPEND = RedisScript.of("""
			local function append()
			 return redis.pcall('XADD',KEYS[1],'MAXLEN','~',ARGV[6],'*','d',ARGV[1],'s',ARGV[2],'t',ARGV[3],'k',ARGV[4])
			end
			local r=append()
			if type(r)=='table' and r.err and (string.find(r.err,'WRONGTYPE') or string.find(r.err,'stream')) then
			 redis.call('DEL',KEYS[1])
			 r=append()
			end
			if type(r)=='table' and r.err then return r end
			if redis.call('PTTL',KEYS[1])<tonumber(ARGV[5]) then redis.call('PEXPIRE',KEYS[1],ARGV[5]) end
			redis.pcall('PUBLISH',ARGV[7],ARGV[8])
			return 1
			""", Long.class);

	/**
	 * {@code KEYS feed; ARGV id, count}. Answers the ids of the first and the last event,
	 * the length, and events after the id.
	 */
	@SuppressWarnings("rawtypes")
	private static final RedisScript<List> READ = RedisScript.of("""
			if redis.call('TYPE',KEYS[1]).ok~='stream' then return {} end
			local first=redis.call('XRANGE',KEYS[1],'-','+','COUNT',1)
			if #first==0 then return {} end
			local last=redis.call('XREVRANGE',KEYS[1],'+','-','COUNT',1)
			local more=redis.call('XREAD','COUNT',ARGV[2],'STREAMS',KEYS[1],ARGV[1])
			return {first[1][1],last[1][1],redis.call('XLEN',KEYS[1]),more and more[1][2] or {}}
			""", List.class);

	/**
	 * About how many events are kept: minutes at a hundred answers a second. Who has
	 * missed more reads the documents anew.
	 */
	private static final int LENGTH = 20_000;

	/** Events in one round trip. */
	private static final int BATCH = 250;

	private final RedisLink link;

	private final String stream;

	private final String channel;

	private final String notice;

	RedisFeed(RedisLink link, RedisKeys keys, String space) {
		this.link = link;
		this.stream = keys.feed(space);
		this.channel = keys.channel();
		this.notice = new Notice.Documented(space).text();
	}

	/**
	 * Tells everybody of a document.
	 * @param known the document
	 * @param life how long it lives
	 */
	void append(Known known, Duration life) throws StoreException {
		byte[][] arguments = { bytes(known.digest()), bytes(known.scope()),
				(known.tenant() != null) ? bytes(known.tenant()) : new byte[0], known.sketch().bytes(),
				ascii(life.toMillis()), ascii(LENGTH), ascii(this.channel), ascii(this.notice) };
		this.link.tell((redis) -> redis.execute(APPEND, RedisSerializer.byteArray(), number(), List.of(this.stream),
				(Object[]) arguments));
	}

	/**
	 * The id of the last event.
	 */
	EventId last() throws StoreException {
		return read(EventId.NONE, 1).last();
	}

	/**
	 * What has been told since an event.
	 * @param seen the event, or {@link EventId#NONE}
	 */
	News since(EventId seen) throws StoreException {
		return read(seen, BATCH);
	}

	private News read(EventId seen, int count) throws StoreException {
		List<?> reply = this.link.ask((redis) -> Objects.requireNonNull(redis.execute(READ, RedisSerializer.byteArray(),
				lists(), List.of(this.stream), ascii(seen), ascii(count))));
		if (reply.size() != 4) {
			return new News(!seen.equals(EventId.NONE), EventId.NONE, EventId.NONE, List.of());
		}
		EventId first = EventId.parse(text(reply.get(0)));
		EventId last = EventId.parse(text(reply.get(1)));
		long length = (Long) reply.get(2);
		// Before the first event nothing was cut off, unless there have been very many.
		boolean cut = seen.equals(EventId.NONE) ? length >= LENGTH : first.compareTo(seen) > 0;
		List<?> events = (List<?>) reply.get(3);
		EventId read = events.isEmpty() ? last : EventId.parse(text(((List<?>) events.get(events.size() - 1)).get(0)));
		return new News(cut || last.compareTo(seen) < 0, read, last, known(events));
	}

	private static List<Known> known(List<?> events) {
		List<Known> known = new ArrayList<>(events.size());
		for (Object event : events) {
			Known one = document((List<?>) ((List<?>) event).get(1));
			if (one != null) {
				known.add(one);
			}
		}
		return known;
	}

	private static @Nullable Known document(List<?> fields) {
		Digest digest = digest(field(fields, "d"));
		Digest scope = digest(field(fields, "s"));
		byte[] tenant = field(fields, "t");
		byte[] bits = field(fields, "k");
		Sketch sketch = (bits != null) ? Sketch.read(bits) : null;
		boolean tenantFits = tenant != null && (tenant.length == 0 || tenant.length == Digest.LENGTH);
		if (digest == null || scope == null || sketch == null || !tenantFits) {
			return null;
		}
		return new Known(digest, scope, digest(tenant), sketch);
	}

	private static byte @Nullable [] field(List<?> fields, String name) {
		for (int i = 0; i + 1 < fields.size(); i += 2) {
			if (Arrays.equals((byte[]) fields.get(i), ascii(name))) {
				return (byte[]) fields.get(i + 1);
			}
		}
		return null;
	}

	private static @Nullable Digest digest(byte @Nullable [] bytes) {
		return (bytes != null && bytes.length == Digest.LENGTH) ? Digest.of(bytes) : null;
	}

	private static byte[] bytes(Digest digest) {
		byte[] bytes = new byte[Digest.LENGTH];
		digest.copyTo(bytes, 0);
		return bytes;
	}

	private static byte[] ascii(Object value) {
		return value.toString().getBytes(StandardCharsets.US_ASCII);
	}

	private static String text(@Nullable Object bytes) {
		return new String((byte[]) Objects.requireNonNull(bytes), StandardCharsets.US_ASCII);
	}

	// Numbers are not serialised, and byte arrays stay what they are.
	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static RedisSerializer<Long> number() {
		return (RedisSerializer) RedisSerializer.byteArray();
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static RedisSerializer<List> lists() {
		return (RedisSerializer) RedisSerializer.byteArray();
	}

	/**
	 * What a look at the stream has shown.
	 *
	 * @param gap whether events may have been missed for good
	 * @param read id of the last event read
	 * @param last id of the last event there is
	 * @param documents the documents told of
	 */
	record News(boolean gap, EventId read, EventId last, List<Known> documents) {

		boolean hasMore() {
			return this.read.compareTo(this.last) < 0;
		}

	}

}

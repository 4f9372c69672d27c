package io.llmcache.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmcache.history.Event.Grant;
import io.llmcache.history.Event.Removed;
import io.llmcache.history.Event.Renewal;
import io.llmcache.history.Event.Store;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of MONITOR tell of leases and entries. A script's own line comes before
 * those of the commands that it runs; replies are not told, but what a script does next
 * gives them away.
 */
final class Transcript {

	static final String LAST_WORD = "last-word-";

	private static final Pattern LINE = Pattern.compile("\\+?(\\d+)\\.(\\d{6}) \\[\\d+ (\\S+)\\] (.*)");

	private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

	private static final Pattern NAME = Pattern.compile(".*:([el]):\\{([0-9a-f]+)\\}");

	private static final Pattern VALUE = Pattern.compile("(j\\d+-\\d+):\\w+/");

	private static final String SCRIPT = "lua";

	private final String node;

	private final Callers callers;

	private final List<Event> events = new ArrayList<>();

	private final long offset = offset();

	private String caller = Callers.UNKNOWN;

	private String token = "";

	Transcript(String node, Callers callers) {
		this.node = node;
		this.callers = callers;
	}

	/** From the monotonic clock to the clock on the wall, which the server tells. */
	private static long offset() {
		long best = Long.MAX_VALUE;
		long offset = 0;
		for (int i = 0; i < 20; i++) {
			long before = System.nanoTime();
			Instant now = Instant.now();
			long took = System.nanoTime() - before;
			if (took < best) {
				best = took;
				offset = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - before - took / 2;
			}
		}
		return offset;
	}

	static boolean matters(String line) {
		return line.contains(":l:{") || line.contains(":e:{") || line.contains(LAST_WORD);
	}

	List<Event> events(List<String> lines) {
		lines.forEach(this::add);
		return this.events;
	}

	private void add(String line) {
		Matcher matcher = LINE.matcher(line);
		if (!matcher.matches()) {
			return;
		}
		long at = TimeUnit.SECONDS.toNanos(Long.parseLong(matcher.group(1)))
				+ TimeUnit.MICROSECONDS.toNanos(Long.parseLong(matcher.group(2))) - this.offset;
		List<String> words = WORD.matcher(matcher.group(4)).results().map((word) -> word.group(1)).toList();
		String command = words.get(0).toUpperCase(Locale.ROOT);
		if (command.equals("DEL") || command.equals("UNLINK")) {
			words.stream().skip(1).forEach((name) -> removed(name, at));
		}
		else if (matcher.group(3).equals(SCRIPT)) {
			run(command, words, at);
		}
		else if (command.startsWith("EVAL")) {
			begin(matcher.group(3), words, at);
		}
	}

	private void begin(String address, List<String> words, long at) {
		int first = 3 + Integer.parseInt(words.get(2));
		this.token = (words.size() > first) ? words.get(first) : "";
		this.caller = this.callers.at(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
				Integer.parseInt(this.node), at);
	}

	private void run(String command, List<String> words, long at) {
		String lease = digest(words.get(1), "l");
		String entry = digest(words.get(1), "e");
		if (command.equals("SET") && lease != null) {
			this.events.add(new Grant(this.node, this.caller, lease, words.get(2), at, life(words)));
		}
		else if (command.equals("PTTL") && lease != null) {
			refused(lease);
		}
		else if (command.equals("PEXPIRE") && lease != null) {
			this.events
				.add(new Renewal(this.node, lease, at, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words.get(2)))));
		}
		else if (command.equals("SET") && entry != null) {
			Matcher value = VALUE.matcher(words.get(2));
			this.events.add(new Store(this.node, entry, this.token, value.find() ? value.group(1) : "?", at));
		}
	}

	/** Asking how long the other's lease lasts follows only upon a refusal. */
	private void refused(String digest) {
		int last = this.events.size() - 1;
		if (last >= 0 && this.events.get(last) instanceof Grant grant && grant.digest().equals(digest)) {
			this.events.remove(last);
		}
	}

	private static long life(List<String> words) {
		int unit = words.indexOf("PX");
		return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words.get(unit + 1)));
	}

	private void removed(String name, long at) {
		String digest = digest(name, "l");
		if (digest != null) {
			this.events.add(new Removed(this.node, digest, at));
		}
	}

	private static @Nullable String digest(String name, String kind) {
		Matcher matcher = NAME.matcher(name);
		return (matcher.matches() && matcher.group(1).equals(kind)) ? matcher.group(2) : null;
	}

}

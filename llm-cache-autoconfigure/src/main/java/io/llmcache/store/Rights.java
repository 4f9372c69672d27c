package io.llmcache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lettuce.core.RedisFuture;
import io.llmcache.store.Concern.Kind;
import io.llmcache.store.Primary.Answer;

/**
 * Finds out what the user of the cache may do on a server, by doing it: asking would need
 * rights of its own, and within scripts Redis 6.2 does not say which command it was.
 */
final class Rights {

	private static final Pattern USER = Pattern.compile("User (\\S+) has no permissions");

	private final Primary primary;

	private final String prefix;

	private final String channel;

	private final List<Right> missing = new ArrayList<>();

	private final List<Right> strangers = new ArrayList<>();

	private String user = "";

	/**
	 * The rights on a server.
	 * @param primary the server
	 * @param keys the names that the user must have access to
	 */
	Rights(Primary primary, RedisKeys keys) {
		this.primary = primary;
		this.prefix = keys.prefix();
		this.channel = keys.channel();
	}

	/**
	 * Tries them.
	 * @param key name of a key that there never is
	 * @param semantic whether the semantic layer is on
	 * @return the answer to a write
	 */
	Answer tryOut(String key, boolean semantic) {
		List<Right> rights = Right.of(semantic);
		List<RedisFuture<List<Object>>> sent = rights.stream()
			.map((right) -> this.primary.send(right.trial(key, this.channel)))
			.toList();
		List<Answer> answers = Primary.await(sent);
		for (int i = 0; i < rights.size(); i++) {
			note(rights.get(i), answers.get(i));
		}
		return answers.get(rights.indexOf(Right.WRITE));
	}

	/** Takes note of a subscription that was refused. */
	void missSubscription() {
		this.missing.add(Right.SUBSCRIBE);
	}

	private void note(Right right, Answer answer) {
		if (right.isScripted()) {
			if (answer.elements().equals(List.of(0L))) {
				this.missing.add(right);
			}
		}
		else if (answer.isRefusal("NOPERM")) {
			String words = answer.refusal().orElse("");
			// To a key or a channel, that is.
			(words.contains("access") ? this.strangers : this.missing).add(right);
			Matcher named = USER.matcher(words);
			if (named.find()) {
				this.user = named.group(1);
			}
		}
	}

	/** What is missing, and how to grant it. */
	Optional<Concern> concern() {
		if (this.missing.isEmpty() && this.strangers.isEmpty()) {
			return Optional.empty();
		}
		boolean channels = this.strangers.removeIf((right) -> right.use() == Right.Use.NOTICES);
		List<String> objects = Stream
			.of(Right.names(this.missing).stream(),
					this.strangers.isEmpty() ? Stream.<String>of() : Stream.of("keys " + this.prefix + "*"),
					channels ? Stream.of("channels " + this.prefix + "*") : Stream.<String>of())
			.flatMap((part) -> part)
			.toList();
		List<Right> lost = new ArrayList<>(this.missing);
		lost.addAll(this.strangers);
		if (channels) {
			lost.add(Right.SUBSCRIBE);
		}
		String user = user();
		return Optional.of(new Concern(Kind.MISSING_RIGHTS, this.primary.address(),
				"User " + user + " has no right to " + String.join(", ", objects) + ": " + Right.loss(lost),
				"ACL SETUSER " + user + " " + rule(channels)));
	}

	private String rule(boolean channels) {
		Stream<String> commands = this.missing.stream().map((right) -> "+" + right.command().toLowerCase(Locale.ROOT));
		return Stream
			.of(this.strangers.isEmpty() ? Stream.<String>of() : Stream.of("~" + this.prefix + "*"),
					channels ? Stream.of("&" + this.prefix + "*") : Stream.<String>of(), commands)
			.flatMap((part) -> part)
			.collect(Collectors.joining(" "));
	}

	/** Who the cache is for Redis, where that may be known. */
	private String user() {
		if (this.user.isEmpty()) {
			Answer answer = this.primary.ask("ACL", "WHOAMI");
			this.user = answer.isObeyed() ? answer.text() : "<user>";
		}
		return this.user;
	}

}

package io.llmcache.store;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The concerns there are, each told of when it comes and when it is gone. Thread-safe.
 */
final class ConcernLog {

	private static final Logger logger = LoggerFactory.getLogger(RedisCheckup.class);

	private volatile List<Concern> concerns = List.of();

	/** The concerns there are. */
	List<Concern> concerns() {
		return this.concerns;
	}

	/** Takes note of what was found. */
	synchronized void found(List<Concern> found) {
		List<Concern> before = this.concerns;
		this.concerns = List.copyOf(found);
		found.stream()
			.filter((concern) -> !before.contains(concern))
			.forEach((concern) -> logger.warn("{} [{}]", concern.text(), concern.kind().id()));
		Set<Concern.Kind> kinds = found.stream().map(Concern::kind).collect(Collectors.toSet());
		before.stream()
			.map(Concern::kind)
			.distinct()
			.filter((kind) -> !kinds.contains(kind))
			.forEach((kind) -> logger.info("No concern about Redis any more: {}", kind.id()));
	}

}

package io.llmcache.store;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something about Redis that an operator should mend. Holds nothing of what users asked
 * or models answered.
 *
 * @param kind what it is about
 * @param where the nodes that it was found at, {@code host:port}; empty where there is
 * only one
 * @param finding what was found, and what it costs
 * @param remedy what to do about it
 */
public record Concern(Kind kind, String where, String finding, String remedy) {

	/**
	 * In one sentence or two.
	 */
	public String text() {
		return (this.where.isEmpty() ? "" : this.where + ": ") + this.finding + ". " + this.remedy;
	}

	/**
	 * Concerns as a view shows them: texts by the names of their kinds.
	 * @param concerns the concerns
	 */
	public static Map<String, String> texts(Collection<Concern> concerns) {
		Map<String, String> texts = new TreeMap<>();
		concerns.forEach(
				(concern) -> texts.merge(concern.kind().id(), concern.text(), (first, next) -> first + " " + next));
		return texts;
	}

	/**
	 * What a concern is about.
	 */
	public enum Kind {

		/** Redis lets nobody in. */
		REFUSED,

		/** Some commands, keys or channels are forbidden. */
		MISSING_RIGHTS,

		/** Redis is older than the cache. */
		OLD_VERSION,

		/** Nothing can be written: a replica. */
		READ_ONLY,

		/** Nothing can be written, for another reason. */
		WRITES_REFUSED,

		/** What Redis does when it is full. */
		EVICTION_POLICY,

		/** Redis is all but full. */
		MEMORY_NEARLY_FULL,

		/** A cluster, spoken to as if it were one server. */
		CLUSTER_AS_ONE_SERVER,

		/** Part of the cluster does not work. */
		CLUSTER_INCOMPLETE,

		/** The clocks of two nodes are too far apart. */
		CLOCKS_APART,

		/** Something could not be looked at. */
		NOT_EXAMINED;

		/**
		 * Its name in views: stable, in lower case, with hyphens.
		 */
		public String id() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}

package io.llmcache.semantic.queryengine;

import java.util.Optional;

import io.llmcache.semantic.queryengine.Layout.Component;
import io.llmcache.store.ModuleCommands;
import io.llmcache.store.StoreException;

/**
 * Finds out by trying whether the query engine can serve: an index over nothing is
 * created, looked for and dropped.
 */
final class Probe {

	private final ModuleCommands commands;

	private final String index;

	/**
	 * A probe.
	 * @param commands the way to Redis
	 * @param index a name that no other probe has: it would drop this one's index
	 */
	Probe(ModuleCommands commands, String index) {
		this.commands = commands;
		this.index = index;
	}

	/**
	 * One clause that says what is in the way; nothing when nothing is.
	 * @param layout how vectors would be kept
	 */
	Optional<String> obstacle(Layout layout) throws StoreException {
		Optional<String> refusal = tryOut(layout);
		if (refusal.isEmpty()) {
			return refusal;
		}
		boolean knowsWide = tryOut(new Layout(layout.dimension(), Component.FLOAT32, layout.algorithm())).isEmpty();
		return Optional.of(explain(refusal.get(), knowsWide));
	}

	/**
	 * What a refusal means.
	 * @param words of the engine
	 * @param knowsWide whether components of four bytes would do
	 */
	static String explain(String words, boolean knowsWide) {
		if (knowsWide) {
			return "this query engine does not know FLOAT16: set llm.cache.semantic.vector: float32";
		}
		if (words.contains("unknown command")) {
			return "this Redis has no query engine";
		}
		if (words.startsWith("MOVED")) {
			return "the query engine of this cluster has no coordinator: each node would find its own documents only";
		}
		return "the query engine refuses: " + words;
	}

	/**
	 * A client follows the index's name to one node of a cluster, which creates it there
	 * even without a coordinator: only the other nodes tell the difference.
	 */
	private Optional<String> tryOut(Layout layout) throws StoreException {
		Optional<String> refusal = QueryEngine.create(this.commands, this.index, this.index + ":", layout);
		if (refusal.isPresent()) {
			return refusal;
		}
		Optional<String> elsewhere = this.commands.refusalOfAnyPrimary("FT.INFO", this.index);
		this.commands.refusal("FT.DROPINDEX", this.index);
		return elsewhere;
	}

}

package io.llmcache.semantic.vectorset;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.llmcache.key.Digest;
import io.llmcache.semantic.UnitVector;
import io.llmcache.semantic.VectorIndex.Readiness;
import io.llmcache.store.DocumentScan;
import io.llmcache.store.DocumentScan.Found;
import io.llmcache.store.ModuleCommands;
import io.llmcache.store.StoreException;

/**
 * Looks whether some documents are in their sets. SCAN hands keys out in the order of
 * their hashes, so the first that it meets are as good as any.
 */
final class Sample {

	private static final int SIZE = 20;

	private final ModuleCommands commands;

	private final DocumentScan documents;

	private final Function<Digest, String> names;

	private final int dimension;

	Sample(ModuleCommands commands, DocumentScan documents, Function<Digest, String> names, int dimension) {
		this.commands = commands;
		this.documents = documents;
		this.names = names;
		this.dimension = dimension;
	}

	Readiness look() throws StoreException {
		List<Found> sample = draw();
		if (sample.isEmpty()) {
			return new Readiness(true, Double.NaN, -1, "there are no documents");
		}
		int known = 0;
		for (Found document : sample) {
			known += isKnown(document) ? 1 : 0;
		}
		String detail = (known == sample.size()) ? "all of " + sample.size() + " documents looked at are in their sets"
				: (sample.size() - known) + " of " + sample.size()
						+ " documents looked at are missing in their sets: a rebuild adds them";
		return new Readiness(true, (double) known / sample.size(), -1, detail);
	}

	private List<Found> draw() throws StoreException {
		List<Found> sample = new ArrayList<>();
		this.documents.read((connection, found) -> {
			found.stream()
				.filter((document) -> UnitVector.read(document.vector(), this.dimension) != null)
				.limit(SIZE - sample.size())
				.forEach(sample::add);
			return sample.size() < SIZE;
		});
		return sample;
	}

	/** VISMEMBER would say it shorter, but came later than vector sets did. */
	private boolean isKnown(Found document) throws StoreException {
		return this.commands.send("VEMB", this.names.apply(document.scope()), document.digest().hex())
			.stream()
			.anyMatch(Objects::nonNull);
	}

}

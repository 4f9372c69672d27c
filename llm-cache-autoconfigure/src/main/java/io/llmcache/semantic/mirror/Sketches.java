package io.llmcache.semantic.mirror;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;
import org.jspecify.annotations.Nullable;

/**
 * All sketches, by scope. Holds a bounded number of documents: when full, those of the
 * largest tenant make room, the oldest first, so that nobody who floods the cache drives
 * others out. Searches take no lock and are never in one another's way; changes take
 * turns. Thread-safe.
 */
final class Sketches {

	/** Documents without a tenant are those of one. */
	private static final Digest NO_TENANT = Digest.of(new byte[Digest.LENGTH]);

	private final int maxDocuments;

	private final int rowsPerBlock;

	private final Map<Digest, Group> groups = new ConcurrentHashMap<>();

	private final Map<Digest, Tenant> tenants = new HashMap<>();

	private final NavigableSet<Tenant> bySize = new TreeSet<>(Tenant.BY_SIZE);

	private final Places places = new Places();

	private long tenantsSeen;

	private volatile int documents;

	private volatile long displaced;

	Sketches(int maxDocuments) {
		this.maxDocuments = maxDocuments;
		// What makes room goes by the block.
		this.rowsPerBlock = Math.max(1, Math.min(Block.ROWS, maxDocuments / 64));
	}

	List<Digest> nearest(Digest scope, Sketch probe, double floor, int limit) {
		Group group = this.groups.get(scope);
		if (group == null || limit <= 0) {
			return List.of();
		}
		Nearest nearest = new Nearest(probe, floor, limit);
		for (Block block : group.blocks()) {
			nearest.look(block.rows);
		}
		return nearest.digests();
	}

	/**
	 * Takes note of a document; nothing happens when it is known already, with that very
	 * sketch.
	 */
	synchronized void add(Known known) {
		long[] digest = Rows.words(known.digest());
		Group group = this.groups.get(known.scope());
		int place = (group != null) ? this.places.find(group, digest) : Places.NOWHERE;
		if (place != Places.NOWHERE) {
			if (this.places.block(place).rows.hasSketch(Places.row(place), known.sketch())) {
				return;
			}
			remove(place);
		}
		makeRoom();
		append(groupOf(known), known.sketch(), digest);
	}

	private Group groupOf(Known known) {
		return this.groups.computeIfAbsent(known.scope(), (scope) -> new Group(scope, tenantOf(known.tenant())));
	}

	private Tenant tenantOf(@Nullable Digest digest) {
		return this.tenants.computeIfAbsent((digest != null) ? digest : NO_TENANT,
				(each) -> new Tenant(each, this.tenantsSeen++));
	}

	private void append(Group group, Sketch sketch, long[] digest) {
		Block block = group.latest();
		boolean full = block == null || block.rows.size() >= this.rowsPerBlock;
		Block target = (block == null || full) ? this.places.newBlock(group) : block;
		target.rows = target.rows.with(sketch, digest, this.rowsPerBlock);
		this.places.put(target, target.rows.size() - 1);
		if (full) {
			group.add(target);
		}
		group.tenant.hasGrown(target);
		count(group.tenant, 1);
	}

	private void count(Tenant tenant, int more) {
		this.bySize.remove(tenant);
		tenant.documents += more;
		if (tenant.documents > 0) {
			this.bySize.add(tenant);
		}
		else {
			this.tenants.remove(tenant.digest);
		}
		this.documents = this.documents + more;
	}

	private void makeRoom() {
		while (this.documents >= this.maxDocuments) {
			Block oldest = this.bySize.last().oldest();
			if (oldest == null) {
				throw new IllegalStateException("A tenant with documents has blocks");
			}
			int rows = oldest.rows.size();
			for (int row = 0; row < rows; row++) {
				this.places.take(oldest, row);
			}
			drop(oldest);
			count(oldest.group.tenant, -rows);
			this.displaced = this.displaced + rows;
		}
	}

	private void drop(Block block) {
		Group group = block.group;
		group.remove(block);
		group.tenant.drop(block);
		this.places.free(block);
		if (group.isEmpty()) {
			this.groups.remove(group.scope);
		}
	}

	/** Forgets a document, if it is known. */
	synchronized void remove(Digest scope, Digest digest) {
		Group group = this.groups.get(scope);
		int place = (group != null) ? this.places.find(group, Rows.words(digest)) : Places.NOWHERE;
		if (place != Places.NOWHERE) {
			remove(place);
		}
	}

	private void remove(int place) {
		Block block = this.places.block(place);
		int row = Places.row(place);
		int last = block.rows.size() - 1;
		this.places.take(block, row);
		if (row < last) {
			this.places.move(block, last, row);
		}
		block.rows = block.rows.without(row);
		if (last == 0) {
			drop(block);
		}
		count(block.group.tenant, -1);
	}

	/** Number of documents known. */
	int documents() {
		return this.documents;
	}

	/** Number of documents forgotten for want of room. */
	long displaced() {
		return this.displaced;
	}

}

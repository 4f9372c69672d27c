package io.llmcache.semantic.mirror;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * Where the row of a document is: a hash table with open addressing over all blocks, of
 * four bytes a slot. Not thread-safe.
 */
final class Places {

	/** Stands for "nowhere". */
	static final int NOWHERE = -1;

	private static final int SMALLEST = 64;

	/** Nobody can know it, so nobody can choose prompts whose digests collide. */
	private final long multiplier = new SplittableRandom().nextLong() | 1;

	/** Places plus one; zero is free. */
	private int[] slots = new int[SMALLEST];

	private int used;

	private @Nullable Block[] blocks = new Block[16];

	private int numbers;

	private final Deque<Integer> freeNumbers = new ArrayDeque<>();

	Block newBlock(Group group) {
		Integer free = this.freeNumbers.poll();
		int number = (free != null) ? free : this.numbers++;
		if (number == this.blocks.length) {
			this.blocks = Arrays.copyOf(this.blocks, 2 * number);
		}
		Block block = new Block(group, number);
		this.blocks[number] = block;
		return block;
	}

	/** The block, all of whose rows were taken out before, is no more. */
	void free(Block block) {
		this.blocks[block.number] = null;
		this.freeNumbers.push(block.number);
	}

	int find(Group group, long[] digest) {
		for (int slot = first(digest[0]); this.slots[slot] != 0; slot = next(slot)) {
			int place = this.slots[slot] - 1;
			Block block = block(place);
			if (block.group == group && block.rows.isOf(row(place), digest)) {
				return place;
			}
		}
		return NOWHERE;
	}

	Block block(int place) {
		return Objects.requireNonNull(this.blocks[place / Block.ROWS]);
	}

	static int row(int place) {
		return place % Block.ROWS;
	}

	/** A row was added. */
	void put(Block block, int row) {
		if (4 * (this.used + 1L) > 3L * this.slots.length) {
			grow();
		}
		this.used++;
		place(block.number * Block.ROWS + row + 1);
	}

	private void place(int value) {
		int slot = first(head(value));
		while (this.slots[slot] != 0) {
			slot = next(slot);
		}
		this.slots[slot] = value;
	}

	private void grow() {
		int[] former = this.slots;
		this.slots = new int[former.length + former.length / 2];
		for (int value : former) {
			if (value != 0) {
				place(value);
			}
		}
	}

	/** A row is about to be removed. */
	void take(Block block, int row) {
		int hole = slotOf(block, row);
		for (int slot = next(hole); this.slots[slot] != 0; slot = next(slot)) {
			// Who could stand in the hole as well is moved there, or would not be found.
			if (distance(first(head(this.slots[slot])), slot) >= distance(hole, slot)) {
				this.slots[hole] = this.slots[slot];
				hole = slot;
			}
		}
		this.slots[hole] = 0;
		this.used--;
	}

	/** A row is about to be moved within its block. */
	void move(Block block, int from, int to) {
		this.slots[slotOf(block, from)] = block.number * Block.ROWS + to + 1;
	}

	private int slotOf(Block block, int row) {
		int value = block.number * Block.ROWS + row + 1;
		int slot = first(block.rows.head(row));
		while (this.slots[slot] != value) {
			slot = next(slot);
		}
		return slot;
	}

	private long head(int value) {
		return block(value - 1).rows.head(row(value - 1));
	}

	private int first(long head) {
		return (int) ((((head * this.multiplier) >>> Integer.SIZE) * this.slots.length) >>> Integer.SIZE);
	}

	private int next(int slot) {
		return (slot + 1 < this.slots.length) ? slot + 1 : 0;
	}

	private int distance(int from, int to) {
		return (to >= from) ? to - from : to - from + this.slots.length;
	}

}

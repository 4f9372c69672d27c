package io.llmcache.benchmarks;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * Measures several contenders in turn, block by block, in one JVM: A B C, C B A, A B C, …
 * <p>
 * Every figure here is a ratio, and what disturbs it most is not the code but the
 * machine: clock speed, a neighbour on the same core, the server's own mood. Blocks of a
 * few milliseconds that follow one another are disturbed alike, so the ratio within one
 * round is true even where the numbers drift; the median of the rounds' ratios then is
 * steady. JMH is the better tool for absolute numbers, but measures each benchmark in
 * forks of its own, minutes apart: its ratios of round trips through a socket drifted
 * with the machine. What it gives beyond that is not needed here: an operation of some 20
 * µs dwarfs the clock's own cost, and no result can be optimised away because every
 * answer is checked.
 */
final class Rounds {

	private final Contenders<DoubleSupplier> blocks;

	/**
	 * Creates the rounds.
	 * @param blocks each measures once and gives one number
	 */
	Rounds(Contenders<DoubleSupplier> blocks) {
		this.blocks = blocks;
	}

	/**
	 * Measures.
	 * @param count number of rounds
	 * @return what the blocks of each gave, round by round
	 */
	Contenders<Samples> run(int count) {
		List<Samples> samples = inTurn(List.of(this.blocks.get(), this.blocks.hit(), this.blocks.cacheable()), count);
		return new Contenders<>(samples.get(0), samples.get(1), samples.get(2));
	}

	/**
	 * Measures any number of contenders.
	 * @param order each measures once and gives one number
	 * @param count number of rounds
	 * @return what each gave, round by round
	 */
	static List<Samples> inTurn(List<DoubleSupplier> order, int count) {
		double[][] values = new double[order.size()][count];
		for (int round = 0; round < count; round++) {
			for (int i = 0; i < order.size(); i++) {
				int which = (round % 2 == 0) ? i : order.size() - 1 - i;
				values[which][round] = order.get(which).getAsDouble();
			}
		}
		return Stream.of(values).map(Samples::of).toList();
	}

}

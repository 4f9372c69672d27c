package io.llmcache.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link SoakProcess}es of a run. To be used by one thread.
 */
final class Soakers implements AutoCloseable {

	private final List<Child> children = new ArrayList<>();

	void add(Child child) {
		this.children.add(child);
	}

	/** Gives all the same command; what each answers, in their order. */
	List<Counts> ask(String command) throws IOException, InterruptedException {
		for (Child child : this.children) {
			child.send(command);
		}
		List<Counts> answers = new ArrayList<>();
		for (Child child : this.children) {
			answers.add(Counts.parse(child.receive()));
		}
		return answers;
	}

	/** The same, all added up. */
	Counts total(String command) throws IOException, InterruptedException {
		return ask(command).stream().reduce(Counts.NONE, Counts::plus);
	}

	@Override
	public void close() {
		this.children.forEach(Child::close);
	}

}

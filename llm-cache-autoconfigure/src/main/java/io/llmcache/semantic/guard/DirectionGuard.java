package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The same words, but who does what to whom, or what comes from where, is the other way
 * round.
 */
final class DirectionGuard extends EnglishGuard {

	private static final Set<String> OPPOSITE = Set.of("to>from", "from>to", "before>after", "after>before",
			"over>under", "under>over", "above>below", "below>above", "into>from", "from>into");

	@Override
	public String name() {
		return "direction";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		Clause ours = Clause.of(here);
		Clause theirs = Clause.of(there);
		List<String> shared = ours.sharedWith(theirs);
		if (Exchange.of(here, there)) {
			return true;
		}
		if (!ours.passive() && !theirs.passive() && Exchange.ofSubjectAndObject(here, there)) {
			return true;
		}
		if (shared.size() < 2) {
			return shared.size() == 1 && (ours.suffersWhat(theirs) || theirs.suffersWhat(ours));
		}
		if (ours.passive() != theirs.passive()) {
			return ours.passive() ? ours.actsOtherwiseIn(theirs) : theirs.actsOtherwiseIn(ours);
		}
		return ours.suffersWhat(theirs) || theirs.suffersWhat(ours) || ours.subjectIsObjectIn(theirs)
				|| theirs.subjectIsObjectIn(ours) || exchangeRoles(ours, theirs, shared)
				|| exchangePlaces(ours, theirs, shared);
	}

	/** As in <i>from Rome to Oslo</i> and <i>from Oslo to Rome</i>. */
	private static boolean exchangeRoles(Clause ours, Clause theirs, List<String> shared) {
		boolean symmetric = ours.symmetric() && theirs.symmetric();
		Set<String> changes = new HashSet<>();
		for (String stem : shared) {
			String from = ours.get(stem).role();
			String to = theirs.get(stem).role();
			if (!ours.get(stem).person() && OPPOSITE.contains(from + ">" + to)
					&& !(ours.asksWhichOf(from, to) && theirs.asksWhichOf(from, to))) {
				return true;
			}
			boolean eitherWay = symmetric && Clause.SYMMETRIC_ROLES.contains(from)
					&& Clause.SYMMETRIC_ROLES.contains(to);
			if (!from.equals(to) && !eitherWay) {
				if (changes.contains(to + ">" + from)) {
					return true;
				}
				changes.add(from + ">" + to);
			}
		}
		return false;
	}

	/** As in <i>dog bites man</i> and <i>man bites dog</i>, within each role. */
	private static boolean exchangePlaces(Clause ours, Clause theirs, List<String> shared) {
		Map<String, List<Clause.Item>> byRole = new HashMap<>();
		for (String stem : shared) {
			Clause.Item item = ours.get(stem);
			Clause.Item theirItem = theirs.get(stem);
			if (item.role().equals(theirItem.role())) {
				byRole
					.computeIfAbsent(item.role() + item.clause() + "," + theirItem.clause(),
							(role) -> new ArrayList<>())
					.add(item);
			}
		}
		boolean symmetric = ours.symmetric() && theirs.symmetric();
		return byRole.values()
			.stream()
			.anyMatch((items) -> turnAround(items, theirs) || (!symmetric && neighboursSwap(items, theirs)));
	}

	/**
	 * Three that stand in the reverse order; what <i>and</i> joins on both sides counts
	 * as one.
	 */
	private static boolean turnAround(List<Clause.Item> items, Clause theirs) {
		List<Integer> places = new ArrayList<>();
		for (int i = 0; i < items.size(); i++) {
			Clause.Item item = items.get(i);
			boolean joined = i > 0 && item.run() == items.get(i - 1).run()
					&& theirs.get(item.stem()).run() == theirs.get(items.get(i - 1).stem()).run();
			if (!joined) {
				places.add(theirs.get(item.stem()).at());
			}
		}
		return hasDecreasingTriple(places);
	}

	private static boolean hasDecreasingTriple(List<Integer> places) {
		int[] greatestBefore = new int[places.size()];
		int greatest = -1;
		for (int i = 0; i < places.size(); i++) {
			greatestBefore[i] = greatest;
			greatest = Math.max(greatest, places.get(i));
		}
		int least = Integer.MAX_VALUE;
		for (int i = places.size() - 1; i >= 0; i--) {
			if (greatestBefore[i] > places.get(i) && places.get(i) > least) {
				return true;
			}
			least = Math.min(least, places.get(i));
		}
		return false;
	}

	private static boolean neighboursSwap(List<Clause.Item> items, Clause theirs) {
		for (int i = 0; i + 1 < items.size(); i++) {
			Clause.Item left = items.get(i);
			Clause.Item right = items.get(i + 1);
			Clause.Item theirLeft = theirs.get(left.stem());
			Clause.Item theirRight = theirs.get(right.stem());
			boolean swapped = theirRight.at() < theirLeft.at();
			boolean joined = left.run() == right.run() && theirLeft.run() == theirRight.run();
			boolean chained = Clause.CHAINING_ROLES.contains(left.role()) && left.chunk() != right.chunk()
					&& theirLeft.chunk() != theirRight.chunk();
			boolean adjacent = right.order() == left.order() + 1 && theirLeft.order() == theirRight.order() + 1;
			if (swapped && !joined && (chained || (adjacent
					&& !(left.movable() || right.movable() || theirLeft.movable() || theirRight.movable())))) {
				return true;
			}
		}
		return false;
	}

}

package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Questions that arrive one after the other at a cache that starts empty, in one or more
 * orders. What is wrong is told by labels and, where people have read the pairs, by them.
 */
final class StreamAccuracy implements AccuracySection {

	private final String name;

	private final List<List<LabelledText>> orders;

	private final Neighbours neighbours;

	private final Musts musts;

	private final Readings readings;

	/**
	 * A stream.
	 * @param name its name in figures and files
	 * @param orders the questions in each order
	 * @param vectors of their texts
	 * @param floor the least threshold that will be tried
	 * @param musts what is asked of it
	 * @param readings what people found when they read pairs
	 * @param report is told what has to be embedded
	 */
	StreamAccuracy(String name, List<List<LabelledText>> orders, TextVectors vectors, double floor, Musts musts,
			Readings readings, Report report) throws Exception {
		this.name = name;
		this.orders = orders;
		this.musts = musts;
		this.readings = readings;
		List<String> texts = orders.stream().flatMap(Collection::stream).map(LabelledText::text).distinct().toList();
		int unreadable = vectors.embed(texts, report);
		if (unreadable > 0) {
			report.note("%s: the model cannot read %d of %d texts".formatted(name, unreadable, texts.size()));
		}
		this.neighbours = new Neighbours(texts, vectors, floor);
	}

	/**
	 * Random orders, in each of which some arrive.
	 * @param arrivals those that could arrive
	 * @param count how many do
	 * @param seeds how many orders
	 */
	static List<List<LabelledText>> orders(List<LabelledText> arrivals, int count, int seeds) {
		List<List<LabelledText>> orders = new ArrayList<>();
		for (int seed = 1; seed <= seeds; seed++) {
			List<LabelledText> order = new ArrayList<>(arrivals);
			Collections.shuffle(order, new Random(seed));
			orders.add(order.subList(0, Math.min(count, order.size())));
		}
		return orders;
	}

	@Override
	public void take(Decision decision, AccuracyFigures figures) throws Exception {
		List<Hit> hits = new ArrayList<>();
		DoubleSummaryStatistics perOrder = new DoubleSummaryStatistics();
		Map<String, Integer> vetoes = new HashMap<>();
		long arrivals = 0;
		for (List<LabelledText> order : this.orders) {
			ArrivalStream stream = new ArrivalStream(decision, this.neighbours);
			order.forEach(stream::arrive);
			hits.addAll(stream.hits());
			stream.vetoes().forEach((guard, count) -> vetoes.merge(guard, count, Integer::sum));
			perOrder.accept(new Proportion(stream.hits().size(), order.size()).percent());
			arrivals += order.size();
		}
		String prefix = "stream-" + this.name;
		figures.share(prefix + "-hit", new Proportion(hits.size(), arrivals), this.musts.hit());
		figures.note(String.format(Locale.ROOT, "%d orders, %.2f to %.2f %%", this.orders.size(), perOrder.getMin(),
				perOrder.getMax()));
		figures.counts("found by",
				hits.stream().collect(Collectors.groupingBy((hit) -> hit.way().toString(), Collectors.counting())));
		figures.counts("vetoes", vetoes);
		wrong(prefix, hits, figures);
	}

	private void wrong(String prefix, List<Hit> hits, AccuracyFigures figures) throws Exception {
		List<Hit> wrong = hits.stream().filter(Hit::isWrong).toList();
		Collection<List<Hit>> pairs = byPair(wrong);
		figures.share(prefix + "-wrong", new Proportion(wrong.size(), hits.size()), this.musts.wrong());
		figures.note("by label; %d different pairs".formatted(pairs.size()));
		if (this.musts.reallyWrong() != null) {
			long really = wrong.stream().filter(this::isDifferent).count();
			figures.share(prefix + "-really-wrong", new Proportion(really, hits.size()), this.musts.reallyWrong());
			long unread = pairs.stream().filter((same) -> !isRead(same.get(0))).count();
			figures.note("of those, by reading; %d pairs are not read yet and count as wrong".formatted(unread));
			long hidden = hits.stream().filter((hit) -> !hit.isWrong() && isRead(hit) && isDifferent(hit)).count();
			figures.share(prefix + "-different-under-one-label", new Proportion(hidden, hits.size()));
			figures.note("by reading; an intent may have several answers");
		}
		figures.write(file(prefix + "-wrong", "Served under another label.", pairs));
		figures.write(file(prefix + "-right", "Served under the same label; labels are coarse.",
				byPair(hits.stream().filter((hit) -> !hit.isWrong()).toList())));
	}

	private static Collection<List<Hit>> byPair(List<Hit> hits) {
		return hits.stream()
			.collect(Collectors.groupingBy((hit) -> List.of(hit.answered().text(), hit.asked().text()),
					LinkedHashMap::new, Collectors.toList()))
			.values();
	}

	private static PairFile file(String name, String about, Collection<List<Hit>> pairs) {
		PairFile file = new PairFile(name, about, "times", "found by", "cosine", "label answered", "label asked",
				"answered", "asked");
		pairs.forEach((same) -> {
			Hit hit = same.get(0);
			file.add(Integer.toString(same.size()), hit.way().toString(), PairFile.cosine(hit.cosine()),
					hit.answered().label(), hit.asked().label(), hit.answered().text(), hit.asked().text());
		});
		return file;
	}

	private boolean isRead(Hit hit) {
		return this.readings.isRead(this.name, hit.answered().text(), hit.asked().text());
	}

	private boolean isDifferent(Hit hit) {
		return this.readings.isDifferent(this.name, hit.answered().text(), hit.asked().text());
	}

	/**
	 * What is asked of a stream, in percent.
	 *
	 * @param hit share of arrivals that are served; null when nothing is asked
	 * @param wrong share of hits that are wrong by label; null when nothing is asked
	 * @param reallyWrong share of hits that are wrong by reading; null when nobody reads
	 */
	record Musts(@Nullable Must hit, @Nullable Must wrong, @Nullable Must reallyWrong) {

		/** Nothing is asked. */
		static final Musts NONE = new Musts(null, null, null);

	}

}

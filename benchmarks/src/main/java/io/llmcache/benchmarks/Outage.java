package io.llmcache.benchmarks;

import java.util.List;

/**
 * What callers felt of one outage, in milliseconds beyond the time that the model took.
 *
 * @param first the first call
 * @param later the calls after it, until Redis was back
 * @param back from the moment at which Redis was back until the first hit
 */
record Outage(double first, List<Double> later, double back) {

	Outage {
		later = List.copyOf(later);
	}

	static Samples firsts(List<Outage> outages) {
		return Samples.of(outages.stream().mapToDouble(Outage::first).toArray());
	}

	static Samples laters(List<Outage> outages) {
		return Samples.of(outages.stream()
			.flatMap((outage) -> outage.later().stream())
			.mapToDouble(Double::doubleValue)
			.toArray());
	}

	static Samples backs(List<Outage> outages) {
		return Samples.of(outages.stream().mapToDouble(Outage::back).toArray());
	}

}

package io.llmcache.key;

import java.time.Duration;
import java.util.Map;

import io.llmcache.CachePolicy;
import io.llmcache.Normalise;
import io.llmcache.Sampling;
import io.llmcache.TenantMode;
import io.llmcache.Tools;
import io.llmcache.UnknownTemperature;

/**
 * Policies that differ in what matters to keys.
 */
record Policies(String cache, String version, TenantMode tenant, Normalise normalise, Sampling sampling,
		UnknownTemperature unknown, Tools tools, long maxKeyBytes) {

	static final Policies STANDARD = new Policies("default", "0", TenantMode.NONE, Normalise.NONE,
			Sampling.DETERMINISTIC, UnknownTemperature.CACHE, Tools.NONE, 10_000_000);

	Policies cache(String cache) {
		return new Policies(cache, this.version, this.tenant, this.normalise, this.sampling, this.unknown, this.tools,
				this.maxKeyBytes);
	}

	Policies version(String version) {
		return new Policies(this.cache, version, this.tenant, this.normalise, this.sampling, this.unknown, this.tools,
				this.maxKeyBytes);
	}

	Policies tenant(TenantMode tenant) {
		return new Policies(this.cache, this.version, tenant, this.normalise, this.sampling, this.unknown, this.tools,
				this.maxKeyBytes);
	}

	Policies normalise(Normalise normalise) {
		return new Policies(this.cache, this.version, this.tenant, normalise, this.sampling, this.unknown, this.tools,
				this.maxKeyBytes);
	}

	Policies sampling(Sampling sampling) {
		return new Policies(this.cache, this.version, this.tenant, this.normalise, sampling, this.unknown, this.tools,
				this.maxKeyBytes);
	}

	Policies unknown(UnknownTemperature unknown) {
		return new Policies(this.cache, this.version, this.tenant, this.normalise, this.sampling, unknown, this.tools,
				this.maxKeyBytes);
	}

	Policies tools(Tools tools) {
		return new Policies(this.cache, this.version, this.tenant, this.normalise, this.sampling, this.unknown, tools,
				this.maxKeyBytes);
	}

	Policies maxKeyBytes(long maxKeyBytes) {
		return new Policies(this.cache, this.version, this.tenant, this.normalise, this.sampling, this.unknown,
				this.tools, maxKeyBytes);
	}

	CachePolicy policy() {
		Duration day = Duration.ofDays(1);
		return new CachePolicy(this.cache, this.version, day, 0, day.multipliedBy(7), Duration.ZERO, Duration.ZERO,
				new CachePolicy.Hot(10, Duration.ofHours(1), Duration.ofHours(6)),
				new CachePolicy.Lock(Duration.ofSeconds(10), Duration.ofSeconds(20), CachePolicy.OnDeadline.FAIL),
				Duration.ofMinutes(1), 1_000_000, false, this.tenant, this.normalise, this.sampling, this.unknown,
				this.tools, this.maxKeyBytes, CachePolicy.Semantic.OFF, Map.of());
	}

}

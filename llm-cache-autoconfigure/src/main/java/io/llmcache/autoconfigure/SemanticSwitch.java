package io.llmcache.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;

import io.llmcache.LlmCacheProperties;
import io.llmcache.LlmCacheProperties.Cache;
import io.llmcache.SemanticMode;
import io.llmcache.intercept.Directory;
import io.llmcache.semantic.SemanticLayer;
import io.llmcache.semantic.SemanticReport;
import io.llmcache.store.Notice;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Switches the semantic layer on once something wants it: a property, an annotation, or
 * the first request that asks for it. Until then there is no layer.
 */
final class SemanticSwitch implements SmartInitializingSingleton {

	private final LlmCacheProperties properties;

	private final ObjectProvider<Directory> directory;

	private final ObjectProvider<SemanticStart> start;

	private final ObjectProvider<SemanticLayer> layer;

	private final AtomicBoolean on = new AtomicBoolean();

	private volatile @Nullable SemanticStart started;

	SemanticSwitch(LlmCacheProperties properties, ObjectProvider<Directory> directory,
			ObjectProvider<SemanticStart> start, ObjectProvider<SemanticLayer> layer) {
		this.properties = properties;
		this.directory = directory;
		this.start = start;
		this.layer = layer;
	}

	@Override
	public void afterSingletonsInstantiated() {
		boolean wanted = this.properties.semantic().mode() != SemanticMode.OFF
				|| this.properties.caches().values().stream().anyMatch(SemanticSwitch::isWanted)
				|| this.directory.getObject().isSemantic();
		if (wanted) {
			layer();
		}
	}

	private static boolean isWanted(Cache cache) {
		SemanticMode mode = (cache.semantic() != null) ? cache.semantic().mode() : null;
		return mode == SemanticMode.SHADOW || mode == SemanticMode.SERVE;
	}

	/** The layer, created and started by whoever is the first to ask. */
	SemanticLayer layer() {
		if (this.on.compareAndSet(false, true)) {
			SemanticStart start = this.start.getObject();
			start.start();
			this.started = start;
		}
		return this.layer.getObject();
	}

	boolean isOn() {
		return this.on.get();
	}

	/** What the layer consists of; null while it is off. */
	@Nullable SemanticReport report() {
		return (this.started != null) ? this.layer.getObject().report() : null;
	}

	void pulse() {
		SemanticStart started = this.started;
		if (started != null) {
			started.pulse();
		}
	}

	void onNotice(Notice notice) {
		SemanticStart started = this.started;
		if (started != null) {
			started.onNotice(notice);
		}
	}

}

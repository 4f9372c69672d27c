package io.llmcache.semantic;

public final class Sketch {

	public static Sketch of(UnitVector v) {
		return new Sketch();
	}

	public byte[] bytes() {
		return new byte[64];
	}

}

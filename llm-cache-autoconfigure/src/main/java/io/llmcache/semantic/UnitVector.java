package io.llmcache.semantic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * A direction in the space of an embedding model: {@code float[dimension]} of length one,
 * so that the cosine of two is their dot product. Immutable.
 */
public final class UnitVector {

	private final float[] components;

	private UnitVector(float[] components) {
		this.components = components;
	}

	/**
	 * The direction of a vector.
	 * @param raw what a model returned; not changed
	 * @throws IllegalArgumentException when it is empty, has no direction (zero) or holds
	 * NaN or infinity
	 */
	public static UnitVector of(float[] raw) {
		double squares = 0;
		for (float component : raw) {
			squares += (double) component * component;
		}
		double length = Math.sqrt(squares);
		// Not finite when any component is not.
		if (!(length > 0) || Double.isInfinite(length)) {
			throw new IllegalArgumentException("A vector of length " + length + " has no direction");
		}
		float[] components = new float[raw.length];
		for (int i = 0; i < raw.length; i++) {
			components[i] = (float) (raw[i] / length);
		}
		return new UnitVector(components);
	}

	/**
	 * Reads what {@link #halves()} or {@link #floats()} wrote.
	 * @param bytes two or four bytes a component
	 * @param dimension the dimension it must have
	 * @return null when the bytes are no such vector
	 */
	public static @Nullable UnitVector read(byte[] bytes, int dimension) {
		boolean half = bytes.length == 2 * dimension;
		if (!half && bytes.length != 4 * dimension) {
			return null;
		}
		ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		float[] components = new float[dimension];
		for (int i = 0; i < dimension; i++) {
			components[i] = half ? Half.toFloat(source.getShort()) : source.getFloat();
		}
		try {
			return of(components);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Number of components.
	 */
	public int dimension() {
		return this.components.length;
	}

	/**
	 * One component, in [-1, 1].
	 * @param index from zero
	 */
	public float component(int index) {
		return this.components[index];
	}

	/**
	 * The cosine of the angle to another vector, in [-1, 1].
	 * @param other a vector of the same dimension
	 */
	public double cosine(UnitVector other) {
		float[] theirs = other.components;
		if (theirs.length != this.components.length) {
			throw new IllegalArgumentException(
					"Dimensions differ: " + this.components.length + " and " + theirs.length);
		}
		double sum = 0;
		for (int i = 0; i < theirs.length; i++) {
			sum += (double) this.components[i] * theirs[i];
		}
		return Math.max(-1, Math.min(1, sum));
	}

	/**
	 * IEEE 754 binary16 components, little-endian: {@code 2 * dimension} bytes. With 384
	 * dimensions or more the cosine of two moves by less than 1e-4.
	 */
	public byte[] halves() {
		ByteBuffer target = ByteBuffer.allocate(2 * this.components.length).order(ByteOrder.LITTLE_ENDIAN);
		for (float component : this.components) {
			target.putShort(Half.of(component));
		}
		return target.array();
	}

	/**
	 * IEEE 754 binary32 components, little-endian: {@code 4 * dimension} bytes.
	 */
	public byte[] floats() {
		ByteBuffer target = ByteBuffer.allocate(4 * this.components.length).order(ByteOrder.LITTLE_ENDIAN);
		for (float component : this.components) {
			target.putFloat(component);
		}
		return target.array();
	}

}

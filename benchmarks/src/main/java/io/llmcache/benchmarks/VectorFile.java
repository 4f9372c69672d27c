package io.llmcache.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import io.llmcache.semantic.UnitVector;

/**
 * Texts and their vectors in a file that only grows: length of the text in bytes (int,
 * big-endian), the text in UTF-8, its vector as {@link UnitVector#floats()}. Thread-safe,
 * for one process at a time.
 */
final class VectorFile implements AutoCloseable {

	private final DataOutputStream target;

	private VectorFile(DataOutputStream target) {
		this.target = target;
	}

	/**
	 * Reads what is there and goes on behind it.
	 * @param file the file; created when it is missing
	 * @param dimension dimension of its vectors
	 * @param vectors gets what is there
	 * @throws IOException when it cannot be read or written, or holds something else
	 */
	static VectorFile open(Path file, int dimension, Map<String, UnitVector> vectors) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		if (Files.exists(file)) {
			cut(file, read(file, dimension, vectors));
		}
		return new VectorFile(new DataOutputStream(new BufferedOutputStream(
				Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), 1 << 16)));
	}

	/** Returns where the last whole record ends. */
	private static long read(Path file, int dimension, Map<String, UnitVector> vectors) throws IOException {
		long end = 0;
		try (DataInputStream source = new DataInputStream(
				new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
			while (true) {
				byte[] text = new byte[source.readInt()];
				source.readFully(text);
				byte[] floats = new byte[4 * dimension];
				source.readFully(floats);
				UnitVector vector = UnitVector.read(floats, dimension);
				if (vector == null) {
					throw new IOException(file + " is damaged; delete it");
				}
				vectors.put(new String(text, StandardCharsets.UTF_8), vector);
				end += Integer.BYTES + text.length + floats.length;
			}
		}
		catch (EOFException ex) {
			return end;
		}
	}

	/** A run that was ended may have left half a record. */
	private static void cut(Path file, long end) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.truncate(end);
		}
	}

	synchronized void add(String text, UnitVector vector) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.target.writeInt(bytes.length);
		this.target.write(bytes);
		this.target.write(vector.floats());
	}

	@Override
	public synchronized void close() throws IOException {
		this.target.close();
	}

}

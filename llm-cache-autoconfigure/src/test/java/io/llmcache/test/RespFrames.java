package io.llmcache.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Cuts a stream of the Redis protocol (RESP2 or RESP3) into requests and replies, byte
 * for byte.
 */
final class RespFrames {

	private final InputStream stream;

	private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

	RespFrames(InputStream stream) {
		this.stream = stream;
	}

	/**
	 * The bytes of the next frame.
	 * @throws EOFException at the end of the stream
	 */
	byte[] next() throws IOException {
		this.frame.reset();
		take();
		return this.frame.toByteArray();
	}

	/**
	 * The name of the command in a request, in capitals.
	 * @param request an array of bulk strings
	 */
	static String command(byte[] request) {
		String[] lines = new String(request, StandardCharsets.ISO_8859_1).split("\r\n", 4);
		return (lines.length > 2) ? lines[2].toUpperCase(Locale.ROOT) : "";
	}

	/**
	 * Whether a frame was sent by the server of its own accord.
	 * @param frame the frame
	 */
	static boolean isPush(byte[] frame) {
		return frame[0] == '>';
	}

	private void take() throws IOException {
		String head = line();
		switch (head.charAt(0)) {
			case '$', '=', '!' -> bytes(length(head));
			case '*', '~', '>' -> frames(length(head));
			case '%' -> frames(2 * length(head));
			case '|' -> frames(2 * length(head) + 1);
			default -> {
				// Simple strings, errors, numbers: the line was all.
			}
		}
	}

	private void frames(int count) throws IOException {
		for (int i = 0; i < count; i++) {
			take();
		}
	}

	private void bytes(int length) throws IOException {
		if (length >= 0) {
			byte[] bytes = this.stream.readNBytes(length + 2);
			if (bytes.length < length + 2) {
				throw new EOFException();
			}
			this.frame.writeBytes(bytes);
		}
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		int last;
		do {
			last = this.stream.read();
			if (last < 0) {
				throw new EOFException();
			}
			this.frame.write(last);
			line.append((char) last);
		}
		while (last != '\n');
		return line.toString();
	}

	private static int length(String head) {
		return Integer.parseInt(head.substring(1).trim());
	}

}

package io.llmcache.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.util.FileSystemUtils;

/**
 * Directories that are removed when this JVM ends, or with the next clean build when it
 * is killed.
 */
final class TemporaryDirectories {

	private static final List<Path> directories = new CopyOnWriteArrayList<>();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(TemporaryDirectories::removeAll));
	}

	private TemporaryDirectories() {
	}

	static Path create(String prefix) throws IOException {
		Path target = Path.of("target").toAbsolutePath();
		Path directory = Files.isDirectory(target) ? Files.createTempDirectory(target, prefix)
				: Files.createTempDirectory(prefix);
		directories.add(directory);
		return directory;
	}

	private static void removeAll() {
		for (Path directory : directories) {
			try {
				FileSystemUtils.deleteRecursively(directory);
			}
			catch (IOException ex) {
				// Something still writes there; the temporary directory is not ours to
				// tidy.
			}
		}
	}

}

package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Quoted text, code, file names and addresses of one side that the other does not have,
 * quoted or not. Understands any language.
 */
final class QuotesGuard extends EnglishGuard {

	private static final String OPENING = "\"\u201c\u00ab\u201e`";

	private static final String CLOSING = "\"\u201d\u00bb\u201c`";

	private static final String OPERATORS = "=<>!&|+*^%~:/-?@#$";

	private static final Set<String> ENDINGS = WordLists.words("file-endings.txt");

	/** More spans than this are only compared as a whole. */
	private static final int MOST_SOUGHT = 32;

	@Override
	public String name() {
		return "quotes";
	}

	@Override
	boolean readsSigns() {
		return true;
	}

	@Override
	boolean needsEnglish() {
		return false;
	}

	@Override
	boolean differ(Reading here, Reading there) {
		return false;
	}

	@Override
	boolean differ(String ours, String theirs, Reading here, Reading there) {
		return !operators(ours).equals(operators(theirs)) || lacks(spans(ours), spans(theirs), theirs)
				|| lacks(spans(theirs), spans(ours), ours);
	}

	private static boolean lacks(Map<String, Integer> spans, Map<String, Integer> others, String otherText) {
		List<String> missing = new ArrayList<>();
		spans.forEach((span, count) -> {
			if (!others.containsKey(span)) {
				missing.add(span);
			}
		});
		if (missing.isEmpty()) {
			return false;
		}
		if (missing.size() > MOST_SOUGHT) {
			return true;
		}
		String plain = " " + plain(otherText) + " ";
		String joined = plain.replace(" ", "");
		return missing.stream()
			.anyMatch(
					(span) -> !plain.contains(" " + span + " ") && (span.indexOf(' ') >= 0 || !joined.contains(span)));
	}

	/** Quoted text and code, in a form without case and punctuation. */
	private static Map<String, Integer> spans(String text) {
		Map<String, Integer> spans = new HashMap<>();
		quoted(text, spans);
		int start = 0;
		for (int i = 0; i <= text.length(); i++) {
			if (i == text.length() || Character.isWhitespace(text.charAt(i))) {
				String chunk = text.substring(start, i);
				if (looksLikeCode(chunk)) {
					count(spans, chunk);
				}
				start = i + 1;
			}
		}
		return spans;
	}

	private static void quoted(String text, Map<String, Integer> spans) {
		int opened = -1;
		char closing = 0;
		for (int i = 0; i < text.length(); i++) {
			char next = text.charAt(i);
			if (opened >= 0 && next == closing && (closing != '\'' || !wordAt(text, i + 1))) {
				count(spans, text.substring(opened, i));
				opened = -1;
			}
			else if (opened < 0 && OPENING.indexOf(next) >= 0) {
				opened = i + 1;
				closing = CLOSING.charAt(OPENING.indexOf(next));
			}
			else if (opened < 0 && next == '\'' && !wordAt(text, i - 1) && wordAt(text, i + 1)) {
				opened = i + 1;
				closing = '\'';
			}
		}
	}

	private static void count(Map<String, Integer> spans, String span) {
		String plain = plain(span);
		if (!plain.isEmpty()) {
			spans.merge(plain, 1, Integer::sum);
		}
	}

	private static Map<String, Integer> operators(String text) {
		Map<String, Integer> operators = new HashMap<>();
		int start = 0;
		for (int i = 0; i <= text.length(); i++) {
			if (i == text.length() || OPERATORS.indexOf(text.charAt(i)) < 0) {
				if (i - start > 1 && isOperator(text.substring(start, i))) {
					operators.merge(text.substring(start, i), 1, Integer::sum);
				}
				start = i + 1;
			}
		}
		return operators;
	}

	private static boolean isOperator(String signs) {
		return signs.chars().anyMatch((c) -> "=<>&|+*^~:%#$@".indexOf(c) >= 0)
				&& !signs.chars().allMatch((c) -> c == '*' || c == '#') && !signs.startsWith("====");
	}

	/**
	 * As {@code my_table}, {@code getName()}, {@code a.txt}, {@code --force},
	 * {@code /etc/hosts}.
	 */
	private static boolean looksLikeCode(String chunk) {
		String bare = trim(chunk);
		if (bare.length() < 3) {
			return false;
		}
		boolean inner = false;
		for (int i = 1; i < bare.length() - 1; i++) {
			char sign = bare.charAt(i);
			boolean between = wordAt(bare, i - 1) && wordAt(bare, i + 1);
			inner |= sign == '_' || sign == '\\' || sign == '@' && between
					|| sign == '.' && between && Character.isLetter(bare.charAt(i - 1))
							&& ENDINGS.contains(letters(bare, i + 1))
					|| sign == ':' && bare.charAt(i + 1) == ':'
					|| Character.isUpperCase(sign) && Character.isLowerCase(bare.charAt(i - 1));
		}
		return inner || bare.startsWith("--") || bare.startsWith("/")
				|| bare.startsWith("$") && wordAt(bare, 1) && Character.isLetter(bare.charAt(1)) || bare.endsWith("()");
	}

	private static String letters(String text, int from) {
		int to = from;
		while (wordAt(text, to)) {
			to++;
		}
		return text.substring(from, to).toLowerCase(Locale.ROOT);
	}

	private static String trim(String chunk) {
		int from = 0;
		int to = chunk.length();
		while (from < to && "\"'`([{,;".indexOf(chunk.charAt(from)) >= 0) {
			from++;
		}
		while (to > from && "\"'`]},.;:?!".indexOf(chunk.charAt(to - 1)) >= 0) {
			to--;
		}
		return chunk.substring(from, to);
	}

	private static String plain(String text) {
		StringBuilder plain = new StringBuilder(text.length());
		boolean gap = false;
		for (int i = 0; i < text.length(); i++) {
			char next = text.charAt(i);
			if (Character.isLetterOrDigit(next) || Character.isSurrogate(next)) {
				if (gap && !plain.isEmpty()) {
					plain.append(' ');
				}
				plain.append(next);
				gap = false;
			}
			else if (next != '\'') {
				gap = true;
			}
		}
		return plain.toString().toLowerCase(Locale.ROOT);
	}

	private static boolean wordAt(String text, int at) {
		return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
	}

}

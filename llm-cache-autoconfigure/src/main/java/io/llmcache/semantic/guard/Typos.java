package io.llmcache.semantic.guard;

/** Slips of the pen. */
final class Typos {

	private Typos() {
	}

	/** Whether one letter too many, missing, wrong or exchanged with its neighbour. */
	static boolean oneSlipApart(String one, String other) {
		if (one.length() > other.length()) {
			return oneSlipApart(other, one);
		}
		if (other.length() - one.length() > 1) {
			return false;
		}
		int same = 0;
		while (same < one.length() && one.charAt(same) == other.charAt(same)) {
			same++;
		}
		if (one.length() < other.length()) {
			return one.substring(same).equals(other.substring(same + 1));
		}
		if (same == one.length()) {
			return false;
		}
		return one.substring(same + 1).equals(other.substring(same + 1)) || (same + 1 < one.length()
				&& one.charAt(same) == other.charAt(same + 1) && one.charAt(same + 1) == other.charAt(same)
				&& one.substring(same + 2).equals(other.substring(same + 2)));
	}

}

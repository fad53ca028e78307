package io.funclet.host.framework.weaving;

import java.nio.charset.StandardCharsets;

/** Finds ASCII words in bytes, all in one pass. */
final class BytePatterns {

    private final byte[][] words;

    /** The first characters of the words. */
    private final boolean[] beginnings = new boolean[128];

    BytePatterns(String... words) {
        this.words = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            this.words[i] = words[i].getBytes(StandardCharsets.US_ASCII);
            beginnings[words[i].charAt(0)] = true;
        }
    }

    boolean isAnyIn(byte[] bytes) {
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] >= 0 && beginnings[bytes[at]] && beginsAt(at, bytes)) {
                return true;
            }
        }
        return false;
    }

    private boolean beginsAt(int at, byte[] bytes) {
        for (byte[] word : words) {
            int length = word.length;
            int i = 0;
            while (i < length && at + i < bytes.length && bytes[at + i] == word[i]) {
                i++;
            }
            if (i == length) {
                return true;
            }
        }
        return false;
    }
}

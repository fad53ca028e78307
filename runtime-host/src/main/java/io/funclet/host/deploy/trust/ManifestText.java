package io.funclet.host.deploy.trust;

import java.util.Arrays;

/**
 * The bytes of a manifest, which digests are of.
 *
 * @param main the main attributes, with the empty line that ends them
 * @param sections how many there are after these; one that is there twice counts twice
 */
record ManifestText(byte[] all, byte[] main, int sections) {

    static ManifestText of(byte[] all) {
        int mainEnd = all.length;
        int sections = 0;
        boolean inMain = true;
        boolean inSection = true;
        for (int line = 0, next; line < all.length; line = next) {
            int end = line;
            while (end < all.length && all[end] != '\r' && all[end] != '\n') {
                end++;
            }
            next = Math.min(all.length, end + 1);
            if (next < all.length && all[end] == '\r' && all[next] == '\n') {
                next++;
            }
            boolean empty = end == line;
            if (empty && inMain) {
                mainEnd = next;
                inMain = false;
            } else if (!empty && !inSection) {
                sections++;
            }
            inSection = !empty;
        }
        return new ManifestText(all, Arrays.copyOf(all, mainEnd), sections);
    }
}

package io.funclet.host.call.permit;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * How often the current thread has waited: for a lock, a device, the network or time. Linux counts that.
 *
 * <p>A clock would not tell a call that waits from one whose thread had to make room for another one.
 */
final class ThreadWaits {

    private static final String FILE = "/proc/thread-self/status";
    private static final String KEY = "\nvoluntary_ctxt_switches:";

    /** The file has some 1500 bytes. */
    private static final int MOST_BYTES = 16 * 1024;

    private ThreadWaits() {}

    /** The number of waits so far; -1 if the system does not say. Takes some ten microseconds. */
    static long count() {
        try (InputStream in = new FileInputStream(FILE)) {
            String status = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            int key = status.indexOf(KEY);
            int end = status.indexOf('\n', key + 1);
            return key < 0 || end < 0
                    ? -1
                    : Long.parseLong(status.substring(key + KEY.length(), end).strip());
        } catch (IOException | NumberFormatException none) {
            return -1;
        }
    }
}

package io.funclet.host.deploy.status;

import java.util.Set;

/**
 * What has become of a file of a code directory.
 *
 * @param file its name, without the directory
 * @param state what has become of it
 * @param bundle the symbolic name of the bundle that is installed of it, or else of the one that stands in it; empty if it
 *     is no bundle, or not looked at yet
 * @param version the version of that bundle; empty if there is none
 * @param functions the functions that the installed bundle offers
 * @param last how its last change ended; {@code null} if it is being looked at for the first time. Where it is not good
 *     and the state is, a former version goes on
 * @param retry that it is tried again by itself; {@code null} if it is not
 */
public record FileStatus(
        String file,
        State state,
        String bundle,
        String version,
        Set<String> functions,
        Outcome last,
        RetryStatus retry) {

    public FileStatus {
        functions = Set.copyOf(functions);
    }

    /** What can become of a file. */
    public enum State {
        /** At least one of its functions is the one that callers get. */
        SERVING,
        /** It offers functions, of which none is the one that callers get. */
        STANDBY,
        /** It is active and offers no function: a library, a fragment, a provider of services. */
        ACTIVE,
        /** Its bundle lacks other bundles, or room on the disk. */
        WAITING,
        /** Its content is not taken. */
        REJECTED,
        /** It is gone, and its last calls run. */
        REMOVED,
        /** It is being looked at, or written, for the first time. */
        PENDING
    }
}

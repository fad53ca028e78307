package io.funclet.host.deploy.status;

import java.util.Set;

/**
 * The status of a file of a code directory.
 *
 * @param file its name, without the directory
 * @param bundle the symbolic name of its installed bundle, or else of its content; empty if it is no bundle, or not looked at
 *     yet
 * @param version of that bundle; empty if there is none
 * @param functions that the installed bundle offers
 * @param last how its last change ended; {@code null} if it is being looked at for the first time. Where it is not good
 *     and the state is, a former version goes on
 * @param retry {@code null} if there is none
 * @param signer who has signed the installed jar, or the allow-list; empty if that is not asked, or it is not trusted
 * @param sha256 the digest of the installed jar; empty if it is not asked who has signed it
 */
public record FileStatus(
        String file,
        State state,
        String bundle,
        String version,
        Set<String> functions,
        Outcome last,
        RetryStatus retry,
        String signer,
        String sha256) {

    public FileStatus {
        functions = Set.copyOf(functions);
    }

    public enum State {
        /** It serves at least one of its functions. */
        SERVING,
        /** It offers functions, but serves none. */
        STANDBY,
        /** It is active and offers no function: a library, a fragment, a provider of services. */
        ACTIVE,
        /** Its bundle lacks other bundles, or room on the disk. */
        WAITING,
        /** Its content is rejected. */
        REJECTED,
        /** It is gone, and its last calls run. */
        REMOVED,
        /** It is being looked at, or written, for the first time. */
        PENDING
    }
}

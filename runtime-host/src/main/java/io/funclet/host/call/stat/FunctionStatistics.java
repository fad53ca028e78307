package io.funclet.host.call.stat;

import java.util.ArrayList;
import java.util.List;

/**
 * The counts of a function: by version for the current and the last ones, else for the function alone. So its totals
 * never decrease, however many versions there are.
 */
public final class FunctionStatistics {

    /** One that serves, one that drains, and two for comparison. */
    static final int MOST_VERSIONS = 4;

    /** The newest first. Replaced as a whole, under this object's monitor. */
    private volatile Account[] accounts = {};

    /** The first of them; {@code null} if there is none. */
    private volatile Account newest;

    /** Of versions that are no longer kept. */
    private final CallCounts former = new CallCounts();

    /** Of calls without a version. */
    private final CallCounts none = new CallCounts();

    /**
     * Versions of one number share an account: a bundle that is deployed anew goes on where it was.
     *
     * @param version the number only, so that no replaced version stays reachable
     */
    private record Account(String version, CallCounts counts) {}

    /** A version serves from now on. */
    public synchronized void open(String version) {
        CallCounts counts = known(version);
        List<Account> next = new ArrayList<>();
        next.add(new Account(version, counts == null ? new CallCounts() : counts));
        for (Account account : accounts) {
            if (account.counts() == counts) {
                continue;
            }
            if (next.size() < MOST_VERSIONS) {
                next.add(account);
            } else {
                // A version of three updates ago has no calls that are about to be counted.
                former.add(account.counts());
            }
        }
        accounts = next.toArray(Account[]::new);
        newest = next.get(0);
    }

    /** The counts of a version; with {@code null}, of calls without one. */
    public CallCounts of(String version) {
        if (version == null) {
            return none;
        }
        Account first = newest;
        // Nearly always the same text, so that a call costs no search.
        if (first != null && first.version() == version) {
            return first.counts();
        }
        CallCounts counts = known(version);
        return counts == null ? former : counts;
    }

    private CallCounts known(String version) {
        for (Account account : accounts) {
            if (account.version().equals(version)) {
                return account.counts();
            }
        }
        return null;
    }

    /** The newest first. */
    public synchronized List<VersionStatus> versions() {
        return List.of(accounts).stream()
                .map(account -> {
                    CallCounts counts = account.counts();
                    return new VersionStatus(account.version(), counts.answered(), counts.failed(), counts.latency());
                })
                .toList();
    }

    /** How many calls have ended that ran on a version. */
    public synchronized long ran() {
        long ran = former.count();
        for (Account account : accounts) {
            ran += account.counts().count();
        }
        return ran;
    }

    /** Of the function as a whole. */
    public synchronized CallCounts total() {
        CallCounts total = new CallCounts();
        total.add(none);
        total.add(former);
        for (Account account : accounts) {
            total.add(account.counts());
        }
        return total;
    }
}

package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.Call;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which calls a new version gets; the others go to the one before it. Calls with one topic, or one value of a metadata key,
 * go to one version, also after a restart. Immutable.
 *
 * @param rest gets the other calls. If it has been retired, the new version gets them
 * @param percent of the calls, or of the topics, for the new version
 * @param key of the metadata; empty for the topic
 */
public record VersionShare(FunctionVersion rest, int percent, String key) {

    private static final int MIX = 0x9E3779B9;

    /** Lets a call enter its version. Returns {@code null} if both are retired. */
    Lease enter(FunctionVersion now, Call call) {
        Lease lease = takes(call) ? null : rest.enter();
        return lease == null ? now.enter() : lease;
    }

    private boolean takes(Call call) {
        String value = key.isEmpty() ? call.topic() : value(call);
        int number =
                value == null || value.isEmpty() ? ThreadLocalRandom.current().nextInt() : mixed(value.hashCode());
        return Integer.remainderUnsigned(number, 100) < percent;
    }

    private String value(Call call) {
        return call.sentMetadata() == null
                ? call.metadata().get(key)
                : call.sentMetadata().get(key);
    }

    /** Values that differ in their last digit have neighbouring hash codes. */
    private static int mixed(int hash) {
        int mixed = (hash ^ hash >>> 16) * MIX;
        return (mixed ^ mixed >>> 15) * MIX >>> 1;
    }
}

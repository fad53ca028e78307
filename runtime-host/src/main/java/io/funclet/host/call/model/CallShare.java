package io.funclet.host.call.model;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A part of the calls of a function. It has all calls with one topic, or one value of a metadata key, or none of them, also
 * after a restart. Immutable.
 *
 * @param percent of the calls, or of the topics
 * @param key of the metadata; empty for the topic
 */
public record CallShare(int percent, String key) {

    private static final int MIX = 0x9E3779B9;

    public boolean has(Call call) {
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

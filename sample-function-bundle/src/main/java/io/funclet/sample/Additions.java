package io.funclet.sample;

import io.funclet.api.CallContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code sayhi} adds to an event: what the caller said about the call, under the names of openedge and baetyl. */
final class Additions {

    private static final List<String> TEXTS = List.of("messageTopic", "functionName", "functionInvokeID");

    private Additions() {}

    /**
     * The entries to add, in the order to add them.
     *
     * @param context the call's context
     * @return texts as {@link String}, numbers as {@link Number}
     */
    static Map<String, Object> of(CallContext context) {
        Map<String, Object> additions = new LinkedHashMap<>();
        switch (context.protocol()) {
            case OPENEDGE_RUNTIME, OPENEDGE_FUNCTION, BAETYL_FUNCTION -> addFields(context, additions);
            // baetyl 2.x carries texts only; a protocol that this code has not heard of is read in the same way.
            default -> addMetadata(context, additions);
        }
        additions.put("Say", "Hello Baetyl");
        return additions;
    }

    private static void addFields(CallContext context, Map<String, Object> additions) {
        // proto3 does not tell a quality of service of 0 from none.
        additions.put("messageQOS", context.qos().orElse(0));
        context.timestamp().ifPresent(time -> additions.put("messageTimestamp", time.getEpochSecond()));
        for (String name : TEXTS) {
            String text = context.metadata().get(name);
            if (text != null) {
                additions.put(name, text);
            }
        }
    }

    private static void addMetadata(CallContext context, Map<String, Object> additions) {
        additions.putAll(context.metadata());
        if (!context.invokeId().isEmpty()) {
            additions.put("invokeid", context.invokeId());
        }
    }
}

package io.funclet.sample;

import io.funclet.api.CallContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code sayhi} adds to an event: what the caller said about the call, under the names of openedge and baetyl. */
final class Additions {

    private static final List<String> TEXTS = List.of("messageTopic", "functionName", "functionInvokeID");

    /** What baetyl 2.x's own samples add of the metadata. Its test of a runtime counts the entries of the response. */
    private static final List<String> BAETYL2_TEXTS =
            List.of("messageQOS", "messageTimestamp", "messageTopic", "functionName");

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
            default -> {
                addTexts(BAETYL2_TEXTS, context, additions);
                if (!context.invokeId().isEmpty()) {
                    additions.put("invokeid", context.invokeId());
                }
            }
        }
        additions.put("Say", "Hello Baetyl");
        return additions;
    }

    private static void addFields(CallContext context, Map<String, Object> additions) {
        // proto3 does not tell a quality of service of 0 from none.
        additions.put("messageQOS", context.qos().orElse(0));
        context.timestamp().ifPresent(time -> additions.put("messageTimestamp", time.getEpochSecond()));
        addTexts(TEXTS, context, additions);
    }

    private static void addTexts(List<String> names, CallContext context, Map<String, Object> additions) {
        for (String name : names) {
            String text = context.metadata().get(name);
            if (text != null) {
                additions.put(name, text);
            }
        }
    }
}

package io.funclet.host.deploy.directory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.serving.ServedHandlers;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Why jars of a code directory do not serve, for callers of functions that are not served. Thread-safe. */
public final class JarAbsences {

    /** In the error of a call, which has to fit into a header. */
    private static final int MOST_REASONS = 50;

    private static final String REJECTED = "is rejected: ";

    private final ServedHandlers handlers;

    /** By file name. */
    @GuardedBy("this")
    private final Map<String, String> reasons = new TreeMap<>();

    JarAbsences(ServedHandlers handlers) {
        this.handlers = handlers;
    }

    public void reject(String fileName, String reason) {
        put(fileName, REJECTED + reason);
    }

    /** Remembers why a jar does not serve; {@code null} if it does, or is gone. */
    public synchronized void put(String fileName, String reason) {
        String before = reason == null ? reasons.remove(fileName) : reasons.put(fileName, reason);
        if (!Objects.equals(before, reason)) {
            handlers.explainAbsence(text());
        }
    }

    /** Why jars were rejected, by file name; those that wait are not among them. */
    public synchronized Map<String, String> rejections() {
        Map<String, String> rejections = new TreeMap<>(reasons);
        rejections.values().removeIf(reason -> !reason.startsWith(REJECTED));
        return rejections;
    }

    @GuardedBy("this")
    private String text() {
        StringBuilder text = new StringBuilder();
        reasons.entrySet().stream()
                .limit(MOST_REASONS)
                .forEach(absence ->
                        text.append("; ").append(absence.getKey()).append(' ').append(absence.getValue()));
        if (reasons.size() > MOST_REASONS) {
            text.append("; and ").append(reasons.size() - MOST_REASONS).append(" more; see the log");
        }
        return text.toString();
    }
}

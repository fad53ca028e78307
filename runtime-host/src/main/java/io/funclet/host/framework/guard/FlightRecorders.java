package io.funclet.host.framework.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Replaces {@code FlightRecorder.addListener} in function bundles. It records the listeners, because Java cannot list them, so
 * that the runtime removes those of a version that goes. Not loaded on a Java without Flight Recorder.
 */
public final class FlightRecorders {

    private static final Set<FlightRecorderListener> LISTENERS = Collections.newSetFromMap(new WeakHashMap<>());

    private FlightRecorders() {}

    public static void addListener(FlightRecorderListener listener) {
        FlightRecorder.addListener(listener);
        synchronized (LISTENERS) {
            LISTENERS.add(listener);
        }
    }

    /** Removes those of a bundle's classes. Returns nothing: libraries cannot know when to remove them. */
    public static List<String> giveBack(ClassLoader loader) {
        List<FlightRecorderListener> left;
        synchronized (LISTENERS) {
            left = new ArrayList<>(LISTENERS);
        }
        left.removeIf(listener -> listener.getClass().getClassLoader() != loader);
        left.forEach(FlightRecorder::removeListener);
        return List.of();
    }
}

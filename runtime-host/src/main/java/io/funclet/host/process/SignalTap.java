package io.funclet.host.process;

import io.funclet.host.jdk.PrivateField;
import java.util.Hashtable;
import sun.misc.Signal;

/**
 * Handles a signal on the JVM's own signal thread. The JVM runs each handler on a new thread. At the limit of threads
 * it cannot start one and drops the signal, so the manager would have to kill.
 *
 * <p>Java has no interface for this. The JVM's table of signals is a {@link Hashtable}, which compares its keys. This
 * object is a key, and a comparison on that thread means that the signal has come. If a Java works differently, the
 * handler remains.
 */
final class SignalTap {

    /** The JVM's signal thread. Others compare keys too, such as one that registers a handler. */
    private static final String DISPATCHER = "Signal Dispatcher";

    private final Integer number;
    private final Runnable arrival;

    private SignalTap(Integer number, Runnable arrival) {
        this.number = number;
        this.arrival = arrival;
    }

    /**
     * Replaces the handler of a signal that has one. Returns false if that fails: the handler is called as before.
     *
     * @param arrival run on the JVM's signal thread: must be quick
     */
    static boolean tap(Signal handled, Runnable arrival) {
        try {
            Hashtable<Object, Object> signals = table("signals");
            Hashtable<Object, Object> handlers = table("handlers");
            Integer number = handled.getNumber();
            synchronized (signals) {
                // Replaces the number: with both in the table, the order of the comparisons would change as it grows.
                Object known = signals.remove(number);
                signals.put(new SignalTap(number, arrival), known);
                // Without a handler, the JVM starts no thread.
                handlers.remove(known);
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError different) {
            return false;
        }
    }

    @SuppressWarnings("unchecked")
    private static Hashtable<Object, Object> table(String name) throws ReflectiveOperationException {
        return (Hashtable<Object, Object>) PrivateField.read(Class.forName("jdk.internal.misc.Signal"), name);
    }

    @Override
    public boolean equals(Object other) {
        boolean asked = number.equals(other);
        if (asked && Thread.currentThread().getName().equals(DISPATCHER)) {
            arrival.run();
        }
        return asked;
    }

    @Override
    public int hashCode() {
        return number.hashCode();
    }
}

package io.funclet.host.process;

import io.funclet.host.jdk.PrivateField;
import java.util.Hashtable;
import sun.misc.Signal;

/**
 * Handles a signal on the JVM's own signal thread. The JVM runs each handler on a new thread. At the limit of threads
 * it cannot start one and drops the signal, so the manager would have to kill.
 *
 * <p>Java has no interface for this. The JVM's table of signals is a {@link Hashtable}, which compares its keys. This
 * object is a key. A comparison on behalf of the method that dispatches means that the signal has come. If a Java works
 * differently, the handler remains.
 */
final class SignalTap {

    private static final String TABLES = "jdk.internal.misc.Signal";

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
        return (Hashtable<Object, Object>) PrivateField.read(Class.forName(TABLES), name);
    }

    @Override
    public boolean equals(Object other) {
        boolean asked = number.equals(other);
        if (asked && isDispatch()) {
            arrival.run();
        }
        return asked;
    }

    /** Others compare keys too, such as who registers a handler. Not by the name of the thread: functions change names. */
    private static boolean isDispatch() {
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            if (frame.getMethodName().equals("dispatch") && frame.getClassName().equals(TABLES)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int hashCode() {
        return number.hashCode();
    }
}

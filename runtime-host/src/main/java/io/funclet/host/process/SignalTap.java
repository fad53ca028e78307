package io.funclet.host.process;

import java.util.Hashtable;
import sun.misc.Signal;

/**
 * Hears a signal on the JVM's own thread for signals. The JVM runs each handler on a new thread: where the limit of threads
 * is reached, in a container of 20 for the time of an update, it has none, and forgets the signal; the manager would have
 * to kill.
 *
 * <p>There is no interface for this. What is used is that the JVM's table of signals is a {@link Hashtable}, which asks its
 * keys whether they are the one looked for: this is a key, and the question means that the signal has come. Where a Java
 * does it differently, the handler remains.
 */
final class SignalTap {

    /** The JVM's own. Others may ask the table too: who registers a handler does. */
    private static final String DISPATCHER = "Signal Dispatcher";

    private final Integer number;
    private final Runnable arrival;

    private SignalTap(Integer number, Runnable arrival) {
        this.number = number;
        this.arrival = arrival;
    }

    /**
     * Has a signal heard from now on, instead of by its handler.
     *
     * @param handled a signal that has a handler
     * @param arrival run on the JVM's thread for signals, which nobody else may wait for: it must be quick
     * @return whether it is; if not, the handler is called as before
     */
    static boolean tap(Signal handled, Runnable arrival) {
        try {
            Hashtable<Object, Object> signals = table("signals");
            Hashtable<Object, Object> handlers = table("handlers");
            Integer number = handled.getNumber();
            synchronized (signals) {
                // In the place of the number, not beside it: which of two is asked first changes when the table grows.
                Object known = signals.remove(number);
                signals.put(new SignalTap(number, arrival), known);
                // Without it, no thread is started.
                handlers.remove(known);
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError different) {
            return false;
        }
    }

    /** Of the class that the JVM tells of signals. */
    @SuppressWarnings("unchecked")
    private static Hashtable<Object, Object> table(String name) throws ReflectiveOperationException {
        return (Hashtable<Object, Object>) JdkStaticField.read(Class.forName("jdk.internal.misc.Signal"), name);
    }

    /** Asked by the table whether this is the number of the signal that has come. */
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

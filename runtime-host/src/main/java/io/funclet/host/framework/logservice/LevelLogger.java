package io.funclet.host.framework.logservice;

import java.util.logging.Level;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;

/** An OSGi logger by two methods. Written out, because a proxy would cost time at each start. */
public abstract class LevelLogger implements Logger {

    private final String name;

    protected LevelLogger(String name) {
        this.name = name;
    }

    protected abstract boolean isEnabled(Level level);

    /**
     * Logs an event. The level need not be enabled.
     *
     * @param arguments of the message; empty for one without a format
     */
    protected abstract void log(Level level, String message, Object... arguments);

    private <E extends Exception> void consume(Level level, LoggerConsumer<E> consumer) throws E {
        if (isEnabled(level)) {
            consumer.accept(this);
        }
    }

    @Override
    public final String getName() {
        return name;
    }

    @Override
    public final boolean isTraceEnabled() {
        return isEnabled(Level.FINEST);
    }

    @Override
    public final void trace(String message) {
        log(Level.FINEST, message);
    }

    @Override
    public final void trace(String format, Object argument) {
        log(Level.FINEST, format, argument);
    }

    @Override
    public final void trace(String format, Object first, Object second) {
        log(Level.FINEST, format, first, second);
    }

    @Override
    public final void trace(String format, Object... arguments) {
        log(Level.FINEST, format, arguments);
    }

    @Override
    public final <E extends Exception> void trace(LoggerConsumer<E> consumer) throws E {
        consume(Level.FINEST, consumer);
    }

    @Override
    public final boolean isDebugEnabled() {
        return isEnabled(Level.FINE);
    }

    @Override
    public final void debug(String message) {
        log(Level.FINE, message);
    }

    @Override
    public final void debug(String format, Object argument) {
        log(Level.FINE, format, argument);
    }

    @Override
    public final void debug(String format, Object first, Object second) {
        log(Level.FINE, format, first, second);
    }

    @Override
    public final void debug(String format, Object... arguments) {
        log(Level.FINE, format, arguments);
    }

    @Override
    public final <E extends Exception> void debug(LoggerConsumer<E> consumer) throws E {
        consume(Level.FINE, consumer);
    }

    @Override
    public final boolean isInfoEnabled() {
        return isEnabled(Level.INFO);
    }

    @Override
    public final void info(String message) {
        log(Level.INFO, message);
    }

    @Override
    public final void info(String format, Object argument) {
        log(Level.INFO, format, argument);
    }

    @Override
    public final void info(String format, Object first, Object second) {
        log(Level.INFO, format, first, second);
    }

    @Override
    public final void info(String format, Object... arguments) {
        log(Level.INFO, format, arguments);
    }

    @Override
    public final <E extends Exception> void info(LoggerConsumer<E> consumer) throws E {
        consume(Level.INFO, consumer);
    }

    @Override
    public final boolean isWarnEnabled() {
        return isEnabled(Level.WARNING);
    }

    @Override
    public final void warn(String message) {
        log(Level.WARNING, message);
    }

    @Override
    public final void warn(String format, Object argument) {
        log(Level.WARNING, format, argument);
    }

    @Override
    public final void warn(String format, Object first, Object second) {
        log(Level.WARNING, format, first, second);
    }

    @Override
    public final void warn(String format, Object... arguments) {
        log(Level.WARNING, format, arguments);
    }

    @Override
    public final <E extends Exception> void warn(LoggerConsumer<E> consumer) throws E {
        consume(Level.WARNING, consumer);
    }

    @Override
    public final boolean isErrorEnabled() {
        return isEnabled(Level.SEVERE);
    }

    @Override
    public final void error(String message) {
        log(Level.SEVERE, message);
    }

    @Override
    public final void error(String format, Object argument) {
        log(Level.SEVERE, format, argument);
    }

    @Override
    public final void error(String format, Object first, Object second) {
        log(Level.SEVERE, format, first, second);
    }

    @Override
    public final void error(String format, Object... arguments) {
        log(Level.SEVERE, format, arguments);
    }

    @Override
    public final <E extends Exception> void error(LoggerConsumer<E> consumer) throws E {
        consume(Level.SEVERE, consumer);
    }

    @Override
    public final void audit(String message) {
        log(Level.OFF, message);
    }

    @Override
    public final void audit(String format, Object argument) {
        log(Level.OFF, format, argument);
    }

    @Override
    public final void audit(String format, Object first, Object second) {
        log(Level.OFF, format, first, second);
    }

    @Override
    public final void audit(String format, Object... arguments) {
        log(Level.OFF, format, arguments);
    }
}

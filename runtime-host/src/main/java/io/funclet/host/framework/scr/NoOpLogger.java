package io.funclet.host.framework.scr;

import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;

/** An OSGi logger with no level enabled. Written out, because a proxy would cost time at each start. */
class NoOpLogger implements Logger {

    private final String name;

    NoOpLogger(String name) {
        this.name = name;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isWarnEnabled() {
        return false;
    }

    @Override
    public boolean isErrorEnabled() {
        return false;
    }

    @Override
    public void trace(String message) {}

    @Override
    public void trace(String format, Object argument) {}

    @Override
    public void trace(String format, Object first, Object second) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public <E extends Exception> void trace(LoggerConsumer<E> consumer) {}

    @Override
    public void debug(String message) {}

    @Override
    public void debug(String format, Object argument) {}

    @Override
    public void debug(String format, Object first, Object second) {}

    @Override
    public void debug(String format, Object... arguments) {}

    @Override
    public <E extends Exception> void debug(LoggerConsumer<E> consumer) {}

    @Override
    public void info(String message) {}

    @Override
    public void info(String format, Object argument) {}

    @Override
    public void info(String format, Object first, Object second) {}

    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public <E extends Exception> void info(LoggerConsumer<E> consumer) {}

    @Override
    public void warn(String message) {}

    @Override
    public void warn(String format, Object argument) {}

    @Override
    public void warn(String format, Object first, Object second) {}

    @Override
    public void warn(String format, Object... arguments) {}

    @Override
    public <E extends Exception> void warn(LoggerConsumer<E> consumer) {}

    @Override
    public void error(String message) {}

    @Override
    public void error(String format, Object argument) {}

    @Override
    public void error(String format, Object first, Object second) {}

    @Override
    public void error(String format, Object... arguments) {}

    @Override
    public <E extends Exception> void error(LoggerConsumer<E> consumer) {}

    @Override
    public void audit(String message) {}

    @Override
    public void audit(String format, Object argument) {}

    @Override
    public void audit(String format, Object first, Object second) {}

    @Override
    public void audit(String format, Object... arguments) {}
}

package io.funclet.host.framework.weaving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class Log4jStartLockTest {

    /** Has the calls of the real one. */
    static final class Activator implements Callable<Boolean> {

        private static final ReentrantLock START = new ReentrantLock();

        private static final Lock LOCK = START;

        @Override
        public Boolean call() {
            LOCK.lock();
            boolean taken = START.isLocked();
            LOCK.unlock();
            return taken;
        }
    }

    @Test
    void activatorOfLog4jsApi_takesNoLock() throws Exception {
        assertEquals(true, new Activator().call());

        byte[] changed = Log4jStartLock.removedFrom(bytes());

        var constructor = new Defining().define(changed).getDeclaredConstructor();
        constructor.setAccessible(true);
        assertEquals(false, ((Callable<?>) constructor.newInstance()).call());
    }

    private static byte[] bytes() throws IOException {
        try (InputStream in = Activator.class.getResourceAsStream("Log4jStartLockTest$Activator.class")) {
            return in.readAllBytes();
        }
    }

    private static final class Defining extends ClassLoader {

        Class<?> define(byte[] bytes) {
            return defineClass(Activator.class.getName(), bytes, 0, bytes.length);
        }
    }
}

package io.funclet.host.deploy.leftover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Handlers of {@code java.util.logging}. They are not closed: that would be code of the bundle. */
final class LogHandlers implements Place {

    @Override
    public List<String> sweep(ClassLoader loader) {
        List<String> found = new ArrayList<>();
        LogManager manager = LogManager.getLogManager();
        for (String name : Collections.list(manager.getLoggerNames())) {
            Logger logger = manager.getLogger(name);
            if (logger == null) {
                continue; // collected meanwhile
            }
            for (Handler handler : logger.getHandlers()) {
                if (Place.isOf(loader, handler)) {
                    logger.removeHandler(handler);
                    found.add("log handler " + handler.getClass().getName());
                }
            }
        }
        return found;
    }
}

package io.funclet.host.deploy.leftover;

import java.util.List;

/** A place outside of all bundles in which code can leave objects of its own. */
@FunctionalInterface
interface Place {

    /**
     * Takes out what a bundle has left there. What the bundle has asked to be told of its removal, it is told.
     *
     * @param loader the bundle's class loader
     * @return what it was, each in words
     */
    List<String> sweep(ClassLoader loader);

    /** Whether an object's class is of the bundle itself; {@code false} for {@code null}. */
    static boolean isOf(ClassLoader loader, Object object) {
        return object != null && object.getClass().getClassLoader() == loader;
    }
}

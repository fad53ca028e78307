package io.funclet.host.deploy.leftover;

import java.util.List;

/** A place outside all bundles where code can leave objects. */
@FunctionalInterface
interface Place {

    /** Removes what a bundle has left there, and returns a phrase for each. Objects with a callback for that get it. */
    List<String> sweep(ClassLoader loader);

    /** Whether an object's class is of the bundle itself; {@code false} for {@code null}. */
    static boolean isOf(ClassLoader loader, Object object) {
        return object != null && object.getClass().getClassLoader() == loader;
    }
}

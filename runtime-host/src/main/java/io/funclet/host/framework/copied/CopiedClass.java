package io.funclet.host.framework.copied;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a class of a library asks for by constants, and what it is. Mutable while it is read. */
final class CopiedClass {

    /** The path of the class, without {@code .class}. */
    final String name;

    final Set<String> supertypes = new HashSet<>();

    /** The other classes that its constants name. */
    final Set<String> mentions = new HashSet<>();

    /** The base names of resource bundles, as paths. */
    final Set<String> bundles = new LinkedHashSet<>();

    /** The names of resources in the package of a class, with that class. */
    final Map<String, String> besideClasses = new LinkedHashMap<>();

    /** Paths without a leading slash. */
    final Set<String> resources = new LinkedHashSet<>();

    /** What paths of resources begin with that it composes. */
    final Set<String> beginnings = new LinkedHashSet<>();

    /** The names of the services that it looks for by {@code ServiceLoader} or {@code DriverManager}. */
    final Set<String> services = new LinkedHashSet<>();

    boolean hasNativeMethods;
    boolean loadsLibraryFile;
    boolean readsResources;

    /** Whether {@code ServiceLoader} can make an instance. */
    boolean isInstantiable;

    CopiedClass(String name) {
        this.name = name;
    }

    String className() {
        return name.replace('/', '.');
    }

    /** The class around it, or itself. */
    String outermost() {
        return name.indexOf('$') < 0 ? name : name.substring(0, name.indexOf('$'));
    }

    /** The first two parts of its package. */
    String library() {
        return library(name);
    }

    /** The first two parts of the package of a class: all classes of a library have them. */
    static String library(String path) {
        int first = path.indexOf('/');
        int second = path.indexOf('/', first + 1);
        return path.substring(0, Math.max(0, second < 0 ? first : second));
    }
}

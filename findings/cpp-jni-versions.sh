#!/bin/sh
# Surprise: two versions of a C++ JNI library, in two class loaders and two files with different SONAMEs, share their
# inline variables: the second version reads the values of the first one. The first one is never unloaded, and when
# another file is put in its place, the JVM loads the old code from it once more.
#
# What most would guess: each class loader has a native library of its own. The JVM opens it with RTLD_LOCAL, so its
# symbols are its own, too. When the class loader has been collected, the library is unloaded (System.load, JNI
# specification), and what stands in the file now is loaded next.
#
# Why: g++ marks inline variables, static members of templates and static variables of inline functions STB_GNU_UNIQUE.
# glibc has one of each in a process, RTLD_LOCAL or not, and keeps a library that defines one for good. For glibc a
# path that it has is the library that it has. The manual of gcc says so under -fno-gnu-unique, which gives what most would
# guess, as hidden visibility does; what it means for class loaders, neither the JVM's nor gcc's says.
#
# Versions: g++ 12.2, glibc 2.36, OpenJDK 17.0.15 and Temurin 25.0.3. Source: elf/dl-lookup.c (do_lookup_unique) and
# elf/dl-load.c (_dl_map_object) of glibc; jdk.internal.loader.NativeLibraries of OpenJDK.
#
# Needs g++, a JDK (javac and java in the PATH, or JAVA_HOME) and Linux with glibc. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > version.cc <<'CC'
inline int shared = VERSION;      // unique in the process
static int own = VERSION;         // of this library
extern "C" int Java_Native_shared(void *, void *) { return shared; }
extern "C" int Java_Native_own(void *, void *) { return own; }
CC
for kind in unique plain; do
    option=
    [ "$kind" = unique ] || option=-fno-gnu-unique
    for version in 1 2; do
        g++ -std=c++17 -shared -fPIC $option -DVERSION=$version -Wl,-soname,lib$kind$version.so \
            -o lib$kind$version.so version.cc
    done
done

mkdir classes
cat > Native.java <<'JAVA'
public class Native {
    static native int shared();
    static native int own();

    public static String load(String library) {
        System.load(library);
        return "inline variable " + shared() + ", static variable " + own();
    }
}
JAVA
cat > Versions.java <<'JAVA'
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

public class Versions {
    static URLClassLoader loader() throws Exception {
        return new URLClassLoader(new URL[] {Path.of("classes").toUri().toURL()}, null);
    }

    static String load(URLClassLoader loader, Path library) throws Exception {
        return (String) loader.loadClass("Native")
                .getMethod("load", String.class)
                .invoke(null, library.toAbsolutePath().toString());
    }

    static void see(String what, String seen, String stated) {
        System.out.println(what + ": " + seen);
        if (!seen.equals(stated)) {
            System.out.println("  not as stated: " + stated);
            System.exit(1);
        }
    }

    /** Loads a library in a class loader, drops that, and waits until the JVM has collected it and the library is gone. */
    static void loadAndDrop(Path library) throws Exception {
        URLClassLoader loader = loader();
        load(loader, library);
        WeakReference<ClassLoader> dropped = new WeakReference<>(loader);
        loader.close();
        loader = null;
        for (int i = 0; i < 100 && (dropped.get() != null || i < 20); i++) {
            System.gc();
            Thread.sleep(20);
        }
        see("  version 1 loaded, its class loader collected", "" + (dropped.get() == null), "true");
    }

    static String isMapped(Path library) throws Exception {
        return "" + Files.readString(Path.of("/proc/self/maps")).contains(library.toAbsolutePath().toString());
    }

    static void sideBySide(Path first, Path second, boolean isUnique) throws Exception {
        try (URLClassLoader old = loader(); URLClassLoader other = loader()) {
            see("  version 1", load(old, first), "inline variable 1, static variable 1");
            see("  version 2 beside it", load(other, second),
                    "inline variable " + (isUnique ? 1 : 2) + ", static variable 2");
        }
    }

    static void oneAfterTheOther(Path first, Path second, boolean isUnique) throws Exception {
        Path place = Files.copy(first, Path.of("place.so"), StandardCopyOption.REPLACE_EXISTING);
        loadAndDrop(place);
        see("  library still in the process", isMapped(place), "" + isUnique);
        Files.copy(second, Path.of("new.so"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(Path.of("new.so"), place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (URLClassLoader loader = loader()) {
            see("  version 2 in its place", load(loader, place),
                    isUnique ? "inline variable 1, static variable 1" : "inline variable 2, static variable 2");
        }
    }

    public static void main(String[] args) throws Exception {
        boolean isUnique = args[0].equals("unique");
        System.out.println(isUnique ? "As g++ compiles by itself:" : "With -fno-gnu-unique:");
        Path first = Path.of("lib" + args[0] + "1.so");
        Path second = Path.of("lib" + args[0] + "2.so");
        if (args[1].equals("beside")) {
            sideBySide(first, second, isUnique);
        } else {
            oneAfterTheOther(first, second, isUnique);
        }
    }
}
JAVA
javac -d classes Native.java
javac -d . Versions.java
options=
java --help | grep -q -- --enable-native-access && options=--enable-native-access=ALL-UNNAMED
for kind in plain unique; do
    for order in beside after; do
        java $options -cp . Versions $kind $order
    done
done
echo "It is as stated."

#!/bin/sh
# Surprise: a bundle imports a package dynamically (DynamicImport-Package). If two threads ask at the same moment for the
# first two classes of that package, one of them may get a ClassNotFoundException, although the package is exported and gets
# wired. Where the question comes from code, the JVM remembers the answer: this place in the code then throws
# NoClassDefFoundError for as long as the bundle lives, and the class is there all the same.
#
# What most would guess: class loading is thread-safe; the second thread waits for the wire, or makes it itself.
#
# Why: the framework makes the wire under its lock. The thread that comes second finds that the package is wired by now, takes
# that for "nothing to do", and gives up instead of asking the new wire. Woven classes meet it most, because a weaving hook
# adds its package to the dynamic imports of each bundle it weaves.
#
# Versions: Apache Felix Framework 7.0.5, OpenJDK 17.0.15 and Temurin 25.0.3. Source: OSGi Core 8, chapter 3.9.4 (order of
# the search) has no such case; org.apache.felix.framework.BundleWiringImpl and StatefulResolver have the code. On two cores
# some 2 to 50 of 1,000 bundles meet it.
#
# Needs a JDK (java and javac in the PATH, or JAVA_HOME), two cores, and Maven for the download. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
    -Dartifact=org.apache.felix:org.apache.felix.framework:7.0.5 -DoutputDirectory=. >/dev/null

mkdir -p parts/library parts/user
cat > parts/library/Left.java <<'JAVA'
package library;
public class Left {}
JAVA
cat > parts/library/Right.java <<'JAVA'
package library;
public class Right {}
JAVA
cat > parts/user/Asks.java <<'JAVA'
package user;
import java.util.concurrent.Callable;
public class Asks {
    public static final Callable<String> LEFT = () -> new library.Left().getClass().getName();
    public static final Callable<String> RIGHT = () -> new library.Right().getClass().getName();
}
JAVA
javac -d classes parts/library/*.java parts/user/*.java

cat > Race.java <<'JAVA'
import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.jar.*;
import java.util.stream.Stream;
import org.osgi.framework.*;
import org.osgi.framework.launch.*;

public class Race {
    static InputStream bundle(String name, String header, String value, String folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue(header, value);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest); Stream<Path> all = Files.list(Path.of("classes", folder))) {
            for (Path file : (Iterable<Path>) all::iterator) {
                jar.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
                jar.write(Files.readAllBytes(file));
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    static String outcome(Callable<String> question) {
        try {
            return question.call();
        } catch (Throwable thrown) {
            return thrown.getClass().getSimpleName();
        }
    }

    @SuppressWarnings("unchecked")
    static Callable<String> question(Class<?> asks, String field) throws Exception {
        return (Callable<String>) asks.getField(field).get(null);
    }

    public static void main(String[] args) throws Exception {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).iterator().next();
        Framework felix = factory.newFramework(Map.of("org.osgi.framework.storage", "cache", "felix.log.level", "0"));
        felix.start();
        BundleContext context = felix.getBundleContext();
        context.installBundle("library", bundle("library", "Export-Package", "library", "library")).start();
        int bundles = 0;
        int lost = 0;
        int lostForGood = 0;
        while (bundles < 3000 && lost < 3) {
            bundles++;
            Bundle user = context.installBundle("user" + bundles, bundle("user" + bundles, "DynamicImport-Package", "library", "user"));
            user.start();
            Class<?> asks = user.loadClass("user.Asks");
            List<Callable<String>> questions = List.of(question(asks, "LEFT"), question(asks, "RIGHT"));
            CyclicBarrier together = new CyclicBarrier(2);
            List<FutureTask<String>> first = new ArrayList<>();
            for (Callable<String> question : questions) {
                FutureTask<String> task = new FutureTask<>(() -> {
                    together.await();
                    return outcome(question);
                });
                new Thread(task).start();
                first.add(task);
            }
            for (int i = 0; i < 2; i++) {
                if (first.get(i).get().equals("NoClassDefFoundError")) {
                    lost++;
                    user.loadClass(i == 0 ? "library.Left" : "library.Right");
                    lostForGood += outcome(questions.get(i)).equals("NoClassDefFoundError") ? 1 : 0;
                }
            }
            user.uninstall();
        }
        System.out.println("bundles: " + bundles);
        System.out.println("first uses that threw NoClassDefFoundError: " + lost);
        System.out.println("of those, where the class could be loaded and its use threw again: " + lostForGood);
        felix.stop();
        felix.waitForStop(10000);
        if (lost == 0 || lostForGood != lost) {
            System.out.println("not as stated");
            System.exit(1);
        }
        System.out.println("It is as stated.");
    }
}
JAVA
java -cp "$(echo org.apache.felix.framework-*.jar)" Race.java

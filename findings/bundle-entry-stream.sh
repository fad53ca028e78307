#!/bin/sh
# Surprise: in Apache Felix, opening the stream of a bundle's entry (Bundle.getEntry(...).openStream()) makes Java load its
# time zones and its table of file types, although nobody asks for a time or a type. The first stream of a process takes
# milliseconds for that, and DS reads each component description in this way. Equinox loads neither.
#
# What most would guess: it opens the entry, as Bundle.loadClass does.
#
# Why: Felix's connection asks for the time and the type of the entry when it connects, whether they are wanted or not
# (URLHandlersBundleURLConnection.connect). A zip entry has its time in local time, and the type comes from a file of the JDK.
#
# Versions: Apache Felix Framework 7.0.5, Equinox 3.18.600, OpenJDK 17.0.15 and Temurin 25.0.3.
#
# Needs a JDK (javac, jar and java in the PATH, or JAVA_HOME) and Maven, which fetches the two frameworks. Status 0: it is
# as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for framework in org.apache.felix:org.apache.felix.framework:7.0.5 org.eclipse.platform:org.eclipse.osgi:3.18.600; do
    mvn -q -B dependency:copy -Dartifact=$framework -DoutputDirectory="$work/frameworks"
done
felix=$work/frameworks/org.apache.felix.framework-7.0.5.jar
equinox=$work/frameworks/org.eclipse.osgi-3.18.600.jar

mkdir content
echo text > content/entry.txt
printf 'Bundle-ManifestVersion: 2\nBundle-SymbolicName: bundle\n' > manifest
jar cfm bundle.jar manifest -C content entry.txt

cat > Entry.java <<'JAVA'
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

public class Entry {
    public static void main(String[] args) throws Exception {
        Path storage = Files.createDirectory(Path.of(args[0]));
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .iterator()
                .next()
                .newFramework(Map.of("org.osgi.framework.storage", storage.toString()));
        framework.start();
        Bundle bundle = framework.getBundleContext()
                .installBundle(Path.of("bundle.jar").toUri().toString());
        System.out.println("before");
        try (InputStream in = bundle.getEntry("entry.txt").openStream()) {
            in.readAllBytes();
        }
        System.out.println("after");
        framework.stop();
        framework.waitForStop(0);
    }
}
JAVA
javac -cp "$felix" -d . Entry.java

# The classes that are loaded while the stream is opened and read.
see() {
    java -Xlog:class+load -cp "$2:." Entry "$1" 2>errors | sed -n '/^before/,/^after/p' > loaded
    for table in sun.net.www.MimeTable sun.util.calendar.ZoneInfoFile; do
        found=$(grep -c " $table " loaded) || :
        echo "$1 loads $table: $found times, wanted: $3"
        [ "$found" -eq "$3" ] || { echo "  not as stated"; exit 1; }
    done
}
see "Felix-7.0.5" "$felix" 1
see "Equinox-3.18.600" "$equinox" 0
echo "It is as stated."

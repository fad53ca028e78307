#!/bin/sh
# Surprise: in Apache Felix, Package.getImplementationVersion() of a class from a jar that is embedded in a bundle
# (Bundle-ClassPath) is the version of the bundle, not of the jar that holds the class. Equinox gives that of the jar, as
# java -cp does. Libraries that report or compare their own version this way are wrong in one framework only.
#
# What most would guess: the version in the manifest of the embedded jar, or null; and the same in each framework.
#
# Why: Felix defines packages by the headers of the bundle's own manifest, whichever element of its class path has the class
# (BundleWiringImpl.BundleClassLoader.definePackage); Equinox reads the manifest of the element (ClasspathManager).
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

mkdir -p library/src/library library/classes bundle
cat > library/src/library/Library.java <<'JAVA'
package library;

public class Library {
    public static String version() {
        return Library.class.getPackage().getImplementationVersion();
    }

    public static void main(String[] args) {
        System.out.println(version());
    }
}
JAVA
javac -d library/classes library/src/library/Library.java
printf 'Implementation-Version: 7.7 (library)\n' > library/manifest
jar cfm bundle/library.jar library/manifest -C library/classes .
cat > bundle/manifest <<'MF'
Bundle-ManifestVersion: 2
Bundle-SymbolicName: bundle
Bundle-Version: 1.1.0
Bundle-ClassPath: .,library.jar
Implementation-Version: 1.1 (bundle)
MF
jar cfm bundle.jar bundle/manifest -C bundle library.jar

cat > Version.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

public class Version {
    public static void main(String[] args) throws Exception {
        Path storage = Files.createDirectory(Path.of(args[0]));
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .iterator()
                .next()
                .newFramework(Map.of("org.osgi.framework.storage", storage.toString()));
        framework.start();
        Bundle bundle = framework.getBundleContext()
                .installBundle(Path.of("bundle.jar").toUri().toString());
        System.out.println(bundle.loadClass("library.Library").getMethod("version").invoke(null));
        framework.stop();
        framework.waitForStop(0);
    }
}
JAVA
javac -cp "$felix" -d . Version.java

see() {
    echo "$1: $2"
    [ "$2" = "$3" ] || { echo "  not as stated: $3"; exit 1; }
}
see "java -cp library.jar" "$(java -cp bundle/library.jar library.Library)" "7.7 (library)"
see "Equinox 3.18.600" "$(java -cp "$equinox:." Version equinox 2>errors)" "7.7 (library)"
see "Felix 7.0.5" "$(java -cp "$felix:." Version felix 2>errors)" "1.1 (bundle)"
echo "It is as stated."

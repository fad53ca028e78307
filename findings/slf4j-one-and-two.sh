#!/bin/sh
# Surprise: slf4j-api 2 says in its OSGi headers that it is 1.7.36 as well, but for half of its packages only. A bundle whose
# imports of SLF4J 1.7 are optional starts in Felix, gets loggers, and has no org.slf4j.spi.LocationAwareLogger at the call.
#
# What most would guess: a bundle built against 1.7 gets all packages of SLF4J, or none.
#
# Why: the manifest exports org.slf4j and org.slf4j.helpers twice, as 2.0.x and as 1.7.36. org.slf4j.spi and org.slf4j.event are
# exported as 2.0.x alone, although their classes of 1.7 are still there. kafka-clients 4.4.0, which is built against 1.7.36, asks
# for org.slf4j.spi in each client.
#
# Versions: slf4j-api 2.0.20, Felix 7.0.5, OpenJDK 17.0.15 and Temurin 25.0.3. Source: META-INF/MANIFEST.MF of slf4j-api.
#
# Needs a JDK (java and javac in the PATH, or JAVA_HOME), and Maven for the downloads. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for artifact in org.apache.felix:org.apache.felix.framework:7.0.5 org.slf4j:slf4j-api:2.0.20; do
    mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
        -Dartifact=$artifact -DoutputDirectory=. >/dev/null
done

cat > Packages.java <<'JAVA'
import java.io.*;
import java.util.*;
import java.util.jar.*;
import org.osgi.framework.*;
import org.osgi.framework.launch.*;

public class Packages {
    public static void main(String[] args) throws Exception {
        Map<String, String> options = Map.of("org.osgi.framework.storage", "cache");
        Framework framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(options);
        framework.start();
        BundleContext context = framework.getBundleContext();
        // SLF4J itself asks for a mediator of service loaders, which is of no interest here: only its packages are read.
        context.installBundle("slf4j", withoutRequirements(args[0]));

        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "user");
        main.putValue("Import-Package", "org.slf4j;org.slf4j.helpers;org.slf4j.spi;org.slf4j.event"
                + ";version=\"[1.7,2)\";resolution:=optional");
        Bundle user = context.installBundle("user", jar(manifest));
        user.start();

        boolean asStated = true;
        for (String name : List.of("org.slf4j.LoggerFactory", "org.slf4j.helpers.NOPLogger",
                "org.slf4j.spi.LocationAwareLogger", "org.slf4j.event.Level")) {
            String seen = "there";
            try {
                user.loadClass(name);
            } catch (ClassNotFoundException absent) {
                seen = "absent";
            }
            System.out.println("  " + name + ": " + seen);
            boolean half = name.contains(".spi.") || name.contains(".event.");
            asStated &= seen.equals(half ? "absent" : "there");
        }
        framework.stop();
        framework.waitForStop(10_000);
        System.out.println(asStated ? "as stated" : "not as stated");
        System.exit(asStated ? 0 : 1);
    }

    static InputStream withoutRequirements(String file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarFile jar = new JarFile(file)) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().remove(new Attributes.Name("Require-Capability"));
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF")) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                    }
                }
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    static InputStream jar(Manifest manifest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
JAVA
javac -cp org.apache.felix.framework-7.0.5.jar -d . Packages.java
java -cp org.apache.felix.framework-7.0.5.jar:. Packages slf4j-api-2.0.20.jar

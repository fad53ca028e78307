#!/bin/sh
# Surprise: each boot of Apache Felix makes the JVM's second compiler, C2, compile String.indexOf: in the middle of the loop,
# and again as a whole. To give the framework the very packages that it would list by itself, in
# org.osgi.framework.system.packages, avoids that. The compilation takes more processor time than the search.
#
# What most would guess: that a list of one's own makes no difference; that C2 has nothing to do in the first half second.
#
# Why: the default of the property is a text with a variable for each module of Java. Felix replaces one after the other, and
# each time searches the growing text from its beginning (Util.substVars). So the loop of the search looks hot.
#
# Versions: Apache Felix Framework 7.0.5, OpenJDK 17.0.15 and Temurin 25.0.3.
#
# Needs a JDK (javac and java in the PATH, or JAVA_HOME) and Maven, which fetches the framework. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mvn -q -B dependency:copy -Dartifact=org.apache.felix:org.apache.felix.framework:7.0.5 -DoutputDirectory="$work"
felix=$work/org.apache.felix.framework-7.0.5.jar

cat > Boot.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;

/** Boots a framework whose system packages are those of a file, or writes those that it has by itself into the file. */
public class Boot {
    public static void main(String[] args) throws Exception {
        Path list = Path.of("packages");
        Map<String, String> configuration = new HashMap<>(Map.of("org.osgi.framework.storage", args[0]));
        if (Files.exists(list)) {
            configuration.put("org.osgi.framework.system.packages", Files.readString(list));
        }
        Framework framework =
                ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(configuration);
        framework.init();
        Files.writeString(list, framework.adapt(BundleRevision.class).getDeclaredCapabilities("osgi.wiring.package").stream()
                .map(exported -> exported.getAttributes().get("osgi.wiring.package") + ";version=\""
                        + exported.getAttributes().get("version") + '"')
                .collect(Collectors.joining(",")));
        framework.stop();
        framework.waitForStop(0);
    }
}
JAVA
javac -cp "$felix" -d . Boot.java

# How often C2 compiles the search. -Xbatch: each compilation is awaited, so that runs are alike.
see() {
    java -Xbatch -XX:+PrintCompilation -cp "$felix:." Boot "$1" >compiled 2>errors
    found=$(grep -v 'made not entrant' compiled | grep -c ' 4  *java.lang.StringLatin1::indexOf .*(121 bytes)') || :
    echo "$1: C2 compiles String.indexOf $found times ($(wc -c <packages) bytes of packages)"
}
see by-default
[ "$found" -ge 2 ] || { echo "It is not as stated."; exit 1; }
cp packages first
see with-the-same-packages-listed
[ "$found" -eq 0 ] && cmp -s packages first || { echo "It is not as stated."; exit 1; }
echo "It is as stated."

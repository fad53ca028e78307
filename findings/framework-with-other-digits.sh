#!/bin/sh
# Surprise: in a locale whose digits are not 0 to 9, as the JDK has them for Egypt or Iran, Apache Felix starts and offers nothing:
# no package of Java or OSGi, and no execution environment. No bundle that requires one resolves. Felix prints an error, and
# goes on. In each locale with ASCII digits the same framework offers them all.
#
# What most would guess: a version is written with ASCII digits, as the grammar of OSGi asks for; or a framework that cannot read
# its own list does not start.
#
# Why: the text of the packages of the JDK has versions, which String.format writes with the digits of the locale. Felix reads
# the text back, rejects the one version, and keeps none of the list.
#
# Versions: Apache Felix Framework 7.0.5, OpenJDK 17.0.15 and Temurin 25.0.3. Source: OSGi Core 8, chapter 3.2.5 (the grammar of
# a version); java.util.Formatter (digits are those of the locale); org.apache.felix.framework.util.Util.
#
# Needs a JDK (java in the PATH, or JAVA_HOME) and Maven, which fetches the framework. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
    -Dartifact=org.apache.felix:org.apache.felix.framework:7.0.5 -DoutputDirectory=. >/dev/null

cat > Start.java <<'JAVA'
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;

public class Start {
    public static void main(String[] args) throws Exception {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).iterator().next();
        Framework felix = factory.newFramework(
                Map.of("org.osgi.framework.storage", "cache-" + Locale.getDefault(), "felix.log.level", "0"));
        felix.start();
        BundleRevision system = felix.adapt(BundleRevision.class);
        System.out.println("state " + felix.getState() + ", packages "
                + (system.getDeclaredCapabilities("osgi.wiring.package").isEmpty() ? "none" : "many")
                + ", execution environments "
                + (system.getDeclaredCapabilities("osgi.ee").isEmpty() ? "none" : "some"));
        felix.stop();
        felix.waitForStop(10000);
        System.exit(0);
    }
}
JAVA
status=0
for locale in en-US de-DE ar-EG fa-IR; do
    said=$(java -cp org.apache.felix.framework-7.0.5.jar "-Duser.language=${locale%-*}" "-Duser.country=${locale#*-}" \
        -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 Start.java 2>/dev/null)
    echo "$locale: $said"
    case $locale/$said in
        en-US/*many*some | de-DE/*many*some | ar-EG/*none*none | fa-IR/*none*none) ;;
        *) status=1 ;;
    esac
done
[ $status -eq 0 ] && echo "It is as stated." || echo "not as stated"
exit $status

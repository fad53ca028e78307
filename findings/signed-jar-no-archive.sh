#!/bin/sh
# Surprise: the JVM's class data archive (AppCDS) leaves out each class of a signed jar. Equinox is signed: an archive of an Equinox
# application has none of the framework's classes, and that of a copy without the signature has them. The run that uses the archive says
# nothing about it. The run that writes it warns of each class, between hundreds of other lines.
#
# What most would guess: an archive speeds up the start of what is on the class path, signed or not.
#
# Why: a class of a signed jar has a protection domain with signers, which the archive does not keep: "Skipping ...: Signed JAR".
#
# Versions: Equinox 3.24.300; OpenJDK 17.0.15 and Temurin 25.0.3. Source: SystemDictionaryShared::check_for_exclusion.
#
# Needs a JDK (javac, jar and java in the PATH, or JAVA_HOME), zip, and Maven, which fetches Equinox. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mvn -q -B dependency:copy -Dartifact=org.eclipse.platform:org.eclipse.osgi:3.24.300 -DoutputDirectory="$work" -Dmdep.stripVersion=true
mv org.eclipse.osgi.jar signed.jar
cp signed.jar unsigned.jar
zip -q -d unsigned.jar 'META-INF/*.SF' 'META-INF/*.RSA'

cat > Start.java <<'JAVA'
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

public class Start {

    public static void main(String[] arguments) throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst().orElseThrow()
                .newFramework(Map.of("org.osgi.framework.storage", arguments[0]));
        framework.start();
        framework.stop();
        framework.waitForStop(0);
        System.exit(0);
    }
}
JAVA
mkdir classes
javac -cp signed.jar -d classes Start.java
jar cf start.jar -C classes .

# archived NAME: how many classes of the framework come from the archive
archived() {
    java -XX:ArchiveClassesAtExit="$1.jsa" -cp "$1.jar:start.jar" Start "$1-storage" > "$1.log" 2>&1 || true
    java -XX:SharedArchiveFile="$1.jsa" -Xlog:class+load:file="$1-loaded.log" -cp "$1.jar:start.jar" Start "$1-storage" > "$1.log" 2>&1
    grep 'org\.eclipse\.osgi\.' "$1-loaded.log" | grep -c 'shared objects file' || true
}

signed=$(archived signed)
unsigned=$(archived unsigned)
echo "classes of Equinox from the archive: $signed of the signed jar, $unsigned of a copy without the signature"
test "$signed" -eq 0
test "$unsigned" -gt 100
